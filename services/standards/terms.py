"""The names of keys and columns of a standard's files, in Chinese and English."""

from services import words

COLUMNS = {
    "code": ("编号", "Code"),
    "title": ("名称", "Title"),
    "title_en": ("英文名称", "English title"),
    "source": ("来源", "Source"),
    "source_en": ("英文来源", "English source"),
    "version": ("版别", "Edition"),
    "effective_on": ("生效日期", "In force from"),
    "pass_rule": ("怎样算达标", "Pass rule"),
    "grade_rule": ("怎样评等级", "Grade rule"),
    "below_last_row": ("低于最低一行", "Below the last row"),
    "kind": ("类别", "Kind"),
    "group_name": ("组名", "Group name"),
    "group_name_en": ("英文组名", "English group name"),
    "age_min": ("最小年龄", "Least age"),
    "age_max": ("最大年龄", "Greatest age"),
    "note": ("说明", "Note"),
    "note_en": ("英文说明", "English note"),
    "category": ("类", "Category"),
    "category_name": ("类名", "Category name"),
    "category_name_en": ("英文类名", "English category name"),
    "item_name": ("项目名", "Item name"),
    "item_name_en": ("英文项目名", "English item name"),
    "unit": ("单位", "Unit"),
    "decimals": ("小数位", "Decimals"),
    "direction": ("好坏", "Better"),
    "rounding": ("零头", "Rounding"),
    "rounding_source": ("零头的出处", "Source of the rounding"),
    "min": ("合理下限", "Least plausible"),
    "max": ("合理上限", "Greatest plausible"),
    "attempts": ("可测次数", "Attempts"),
    "attempts_source": ("次数的出处", "Source of the attempts"),
    "counts": ("计哪一次", "Which attempt counts"),
    "sex": ("性别", "Sex"),
    "second_name": ("第二测量值", "Second measure"),
    "second_name_en": ("第二测量值英文名", "Second measure in English"),
    "second_unit": ("第二测量值的单位", "Unit of the second measure"),
    "second_decimals": ("第二测量值的小数位", "Decimals of the second measure"),
    "second_rounding": ("第二测量值的零头", "Rounding of the second measure"),
    "second_min": ("第二测量值下限", "Least second measure"),
    "second_max": ("第二测量值上限", "Greatest second measure"),
    "grade": ("等级", "Grade"),
    "grade_en": ("英文等级", "English grade"),
    "minimum": ("总分至少", "Least total"),
    "passes": ("算达标", "Is a pass"),
}


def column(name):
    """The name of a key or column."""
    return words.pick(*COLUMNS[name])
