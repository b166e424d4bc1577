"""What LibreOffice has to know of the worksheet functions, written from their one table.

>>> print(types().splitlines()[2])
    any jxScore([in] string target, [in] string actual, [in] string weight, [in] any direction, [in] any scheme);

The type library is plain text, which LibreOffice reads itself. A parameter is a `string` (one cell; Calc repeats the
call for the cells of a range), `any` where it may be left out, rows of texts or a sequence where it takes whole ranges.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from udfs.functions import FUNCTIONS, Argument, Function

ID, MODULE = "cn.jixiao.calc", ("cn", "jixiao", "calc")
IMPLEMENTATION = ".".join(MODULE) + ".AddIn"
TITLE = ("绩效自评 JX", "JX performance self-evaluation")

_XCU = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
oor:name="CalcAddIns" oor:package="org.openoffice.Office">
<node oor:name="AddInInfo"><node oor:name="{implementation}" oor:op="replace"><node oor:name="AddInFunctions">
{functions}
</node></node></node>
</oor:component-data>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="types.idl" \
manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="jx_addin.py" \
manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
 <manifest:file-entry manifest:full-path="CalcAddIns.xcu" \
manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""
_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value={id}/>
 <version value={version}/>
 <display-name><name lang="zh-CN">{zh}</name><name lang="en">{en}</name></display-name>
 <publisher><name lang="zh-CN" xlink:href="">{zh}</name><name lang="en" xlink:href="">{en}</name></publisher>
 <dependencies xmlns:l="http://libreoffice.org/extensions/description/2011">
  <l:LibreOffice-minimal-version value="25.2" name="LibreOffice 25.2"/>
 </dependencies>
</description>
"""
_ADDIN = '''"""The UNO object behind the worksheet functions; jx_component says what each of them does."""

import jx_component
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.document import XDocumentEventListener
from com.sun.star.lang import Locale, XServiceInfo
from {package} import XFunctions

IMPLEMENTATION = "{implementation}"


def decimal_sign(context):
    """The decimal sign of the locale in LibreOffice's settings, else of the machine."""
    service = context.ServiceManager.createInstanceWithContext
    settings = service("com.sun.star.configuration.ConfigurationProvider", context)

    def setting(path, name):
        node = PropertyValue(Name="nodepath", Value=path)
        access = "com.sun.star.configuration.ConfigurationAccess"
        return settings.createInstanceWithArguments(access, (node,)).getPropertyValue(name)

    name = setting("/org.openoffice.Setup/L10N", "ooSetupSystemLocale")
    name = name or setting("/org.openoffice.System/L10N", "SystemLocale") or "zh-CN"
    language, _, country = name.partition("-")
    item = service("com.sun.star.i18n.LocaleData", context).getLocaleItem(Locale(language, country, ""))
    return item.decimalSeparator


class Listener(unohelper.Base, XDocumentEventListener):
    def __init__(self, act):
        self.act = act

    def documentEventOccured(self, event):
        self.act(event)

    def disposing(self, source):
        pass


class AddIn(unohelper.Base, XFunctions, XServiceInfo):
    def __init__(self, context, *arguments):
        jx_component.OFFICE.start(context, Listener, lambda: decimal_sign(context))

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name == IMPLEMENTATION

    def getSupportedServiceNames(self):
        return (IMPLEMENTATION,)

{methods}


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(AddIn, IMPLEMENTATION, (IMPLEMENTATION,))
'''


def method_name(name: str) -> str:
    """``"JX_SCORE"`` → ``"jxScore"``."""
    first, *rest = name.lower().split("_")
    return first + "".join(word.title() for word in rest)


def _type(function: Function, argument: Argument) -> str:
    if function.repeats and argument is function.arguments[-1]:
        return "sequence< any >"
    if argument.whole:
        return "sequence< sequence< string > >"
    return "any" if argument.optional else "string"


def types() -> str:
    """The type library: one method a function."""
    lines = ["".join(f"module {name} {{ " for name in MODULE).rstrip(), "interface XFunctions {"]
    for function in FUNCTIONS.values():
        arguments = ", ".join(f"[in] {_type(function, given)} {given.name}" for given in function.arguments)
        lines.append(f"    any {method_name(function.name)}({arguments});")
    return "\n".join([*lines, "};", "}; " * len(MODULE)]).rstrip() + "\n"


def _texts(name: str, zh: str, en: str) -> str:
    return (
        f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(en)}</value>'
        f'<value xml:lang="zh-CN">{escape(zh)}</value></prop>'
    )


def _function(function: Function) -> str:
    arguments = "".join(
        f'<node oor:name="{given.name}" oor:op="replace">{_texts("DisplayName", given.name, given.name)}'
        f"{_texts('Description', given.help.zh, given.help.en)}</node>"
        for given in function.arguments
    )
    said = (
        f"{function.help.zh}；结果：{function.gives.zh}",
        f"{function.help.en}; gives: {function.gives.en}",
    )
    return (
        f'<node oor:name="{method_name(function.name)}" oor:op="replace">'
        f"{_texts('DisplayName', function.name, function.name)}{_texts('Description', *said)}"
        '<prop oor:name="Category"><value>Add-In</value></prop>'
        f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{function.name}</value></prop>'
        f'<node oor:name="Parameters">{arguments}</node></node>'
    )


def configuration() -> str:
    """The functions as the function wizard shows them, and their names in .xlsx files."""
    functions = "\n".join(map(_function, FUNCTIONS.values()))
    return _XCU.format(implementation=IMPLEMENTATION, functions=functions)


def manifest() -> str:
    return _MANIFEST


def description(version: str) -> str:
    zh, en = map(escape, TITLE)
    return _DESCRIPTION.format(id=quoteattr(ID), version=quoteattr(version), zh=zh, en=en)


def addin() -> str:
    """The source of the UNO object."""
    methods = "\n".join(f'    {method_name(name)} = jx_component.method("{name}")' for name in FUNCTIONS)
    return _ADDIN.format(package=".".join(MODULE), implementation=IMPLEMENTATION, methods=methods)
