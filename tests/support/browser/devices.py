"""The screens the product is looked at on, as Playwright has them."""

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PROJECTOR = {"viewport": {"width": 1280, "height": 800}}
DESK = {"viewport": {"width": 1280, "height": 900}}
