"""LibreOffice: python3 libreoffice.py plan|lookups FILE prints figures as the other engines do (needs python3-uno).

The process of LibreOffice is started first, which is a figure of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ROWS, KEYS, EDITS = 50_000, 10_000, 9


def figure(name, value):
    print("figure", name, value, file=sys.stderr, flush=True)


def timed(name, f):
    start = time.perf_counter()
    result = f()
    figure(name, time.perf_counter() - start)
    return result


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.02)


def peak(profile):
    """The most memory that the office's process ever had, in MB."""
    for process in Path("/proc").iterdir():
        try:
            if profile in (process / "cmdline").read_text() and (process / "comm").read_text() == "soffice.bin\n":
                line = next(x for x in (process / "status").read_text().splitlines() if x.startswith("VmHWM:"))
                return float(line.split()[1]) / 1024
        except OSError:
            continue
    return 0.0


def expect(found, expected, what):
    if abs(found - expected) > 0.5:
        sys.exit(f"{what}: {found}, not {expected}")


def plan(sheet, document, profile):
    timed("calculate", document.calculateAll)
    last = sum((row * 31 + col * 17) % 1000 for row in range(ROWS) for col in range(20))
    value = lambda row: sheet.getCellByPosition(21, row).Value
    expect(value(ROWS - 1), last, "the last total")
    cell = sheet.getCellByPosition(3, 0)
    first = cell.Value

    def edit(number):
        cell.Value = number
        document.calculate()
        return value(ROWS - 1)

    for step in range(1, EDITS + 1):
        expect(timed("edit", lambda: edit(first + step)), last + step, "the last total after an edit")
    figure("memory", peak(profile))

    def insert():
        sheet.Rows.insertByIndex(ROWS // 2, 1)
        document.calculate()
        return value(ROWS)

    expect(timed("insert", insert), last + EDITS, "the last total after an insertion")
    edit(first)
    expect(value(ROWS), last, "the last total of an edit after an insertion")


def lookups(sheet, document, _):
    timed("lookups", document.calculateAll)
    found = sheet.getCellByPosition(5, 0).Value
    expect(found, sum(row * 7 % 1000 for row in range(KEYS)), "the sum of what is found")


def main(what, file):
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"daylight-peers-{os.getpid()}"
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
                   f"--accept=pipe,name={pipe};urp;"]
        # The first start fills the folder of settings, which is not what is measured.
        subprocess.run([*command[:4], "--terminate_after_init"], check=True)
        start = time.perf_counter()
        office = subprocess.Popen(command)
        try:
            desktop = connect(pipe)
            figure("start", time.perf_counter() - start)
            hidden = PropertyValue("Hidden", 0, True, 0)
            load = lambda: desktop.loadComponentFromURL(Path(file).absolute().as_uri(), "_blank", 0, (hidden,))
            document = timed("load", load)
            {"plan": plan, "lookups": lookups}[what](document.Sheets.getByIndex(0), document, profile)
            document.close(True)
        finally:
            try:
                desktop.terminate()
                office.wait(20)
            except Exception:
                office.kill()


main(*sys.argv[1:])
