"""Just enough of XLSX to change cells as a spreadsheet would: the sheet is a part of a zip, the cells are XML."""

import io
import re
import zipfile
import xml.etree.ElementTree as ElementTree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
ElementTree.register_namespace("", MAIN)


def tag(name):
    return f"{{{MAIN}}}{name}"


class Workbook:
    def __init__(self, file):
        with zipfile.ZipFile(io.BytesIO(file)) as zipped:
            self.parts = {name: zipped.read(name) for name in zipped.namelist()}
        self.sheet = ElementTree.fromstring(self.parts[SHEET])
        self.rows = list(self.sheet.find(tag("sheetData")))

    def column(self, heading):
        """The letters of the column with this heading."""
        return next(letters_of(cell) for cell in self.rows[0] if text_of(cell).rstrip("*") == heading)

    def text(self, row, letters):
        return next((text_of(cell) for cell in self.rows[row] if letters_of(cell) == letters), "")

    def set(self, row, letters, text):
        element = self.rows[row]
        for cell in [cell for cell in element if letters_of(cell) == letters]:
            element.remove(cell)
        place = sum(order_of(letters_of(cell)) < order_of(letters) for cell in element)
        cell = ElementTree.Element(tag("c"), {"r": letters + element.get("r"), "t": "inlineStr"})
        ElementTree.SubElement(ElementTree.SubElement(cell, tag("is")), tag("t")).text = text
        element.insert(place, cell)

    def bytes(self):
        self.parts[SHEET] = ElementTree.tostring(self.sheet, encoding="utf-8", xml_declaration=True)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, part in self.parts.items():
                zipped.writestr(name, part)
        return file.getvalue()


def letters_of(cell):
    return re.match("[A-Z]+", cell.get("r"))[0]


def order_of(letters):
    return len(letters), letters


def text_of(cell):
    return "".join(part.text or "" for part in cell.iter(tag("t")))


def bomb():
    """Some kilobytes that would unpack to half a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for n in range(8):
            zipped.writestr(f"xl/worksheets/sheet{n}.xml", b" " * (64 << 20))
    return file.getvalue()
