"""QR codes as bare matrices, for pages that paint them themselves."""

import base64

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

#: Version 4 holds 90 alphanumeric characters at level M. Version and mask are fixed: trying
#: all masks makes a pack of codes six times slower and scans no better.
VERSION = 4
MASK = 2
SIZE = 17 + 4 * VERSION
LONGEST = 90


def of(text):
    """The modules of a code for an upper-case address: ``SIZE`` rows of booleans, no border."""
    code = QRCode(version=VERSION, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM))
    code.make(fit=False)
    return code.modules


def of_address(text):
    """The modules of a code for any address, as small as it can be; no border."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    return code.modules


def packed(text):
    """The code of an address as base64 of bits, row after row, most significant bit first."""
    bits = "".join("1" if dark else "0" for row in of(text) for dark in row)
    whole = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return base64.b64encode(int(whole, 2).to_bytes(len(whole) // 8)).decode()


def runs(row):
    """(start, length) of each run of dark modules in a row of a matrix."""
    start = None
    for at, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = at
        elif not is_dark and start is not None:
            yield start, at - start
            start = None
