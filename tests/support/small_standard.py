"""A small standard as files, for tests of importing."""

SMALL = {
    "standard": "key,value\ncode,local-2026\ntitle,本局标准\n",
    "groups": "sex,group,age_min,age_max\nM,,,30\nM,,31,\nF,,,\n",
    "items": "item,item_name,unit,decimals,direction,min,max\n"
    "run,跑,s,1,lower,5,60\nlift,举,kg,,higher,,200\n",
    "bands": "sex,age_max,item,points,threshold\nM,30,run,100,12.5\nM,30,run,95,12.8\nM,30,run,90,13.1\n",
}


def write(folder, **changed):
    """Write the small standard, with some of its files replaced or added."""
    for name, text in (SMALL | changed).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def bands(*rows, columns="sex,age_max,item,points,threshold"):
    return "\n".join([columns, *rows]) + "\n"


def ranges(*rows):
    return bands(*rows, columns="sex,age_max,item,points,from,to")
