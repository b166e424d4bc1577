Attribute VB_Name = "JixiaoFunctions"
Option Explicit
' The worksheet functions. Generated from the table in udfs/functions.py by addin/excel/sources.py: do not edit.

Public Function JX_SCORE(target As Variant, actual As Variant, weight As Variant, Optional direction As Variant, Optional scheme As Variant) As Variant
    JX_SCORE = JxCall("JX_SCORE", Array(JxGiven(target), JxGiven(actual), JxGiven(weight), JxGiven(direction), JxGiven(scheme)))
End Function

Public Function JX_BAND(level As Variant, weight As Variant, Optional share As Variant, Optional scheme As Variant) As Variant
    JX_BAND = JxCall("JX_BAND", Array(JxGiven(level), JxGiven(weight), JxGiven(share), JxGiven(scheme)))
End Function

Public Function JX_RATE(budget As Variant, executed As Variant) As Variant
    JX_RATE = JxCall("JX_RATE", Array(JxGiven(budget), JxGiven(executed)))
End Function

Public Function JX_EXEC(budget As Variant, executed As Variant, weight As Variant, Optional scheme As Variant) As Variant
    JX_EXEC = JxCall("JX_EXEC", Array(JxGiven(budget), JxGiven(executed), JxGiven(weight), JxGiven(scheme)))
End Function

Public Function JX_TOTAL(ParamArray scores() As Variant) As Variant
    Dim given As Variant
    given = scores
    JX_TOTAL = JxCall("JX_TOTAL", JxGivenAll(given))
End Function

Public Function JX_GRADE(total As Variant, Optional scheme As Variant) As Variant
    JX_GRADE = JxCall("JX_GRADE", Array(JxGiven(total), JxGiven(scheme)))
End Function

Public Function JX_DEVIATION(target As Variant, actual As Variant) As Variant
    JX_DEVIATION = JxCall("JX_DEVIATION", Array(JxGiven(target), JxGiven(actual)))
End Function

Public Function JX_TARGET(target As Variant, part As Variant) As Variant
    JX_TARGET = JxCall("JX_TARGET", Array(JxGiven(target), JxGiven(part)))
End Function

Public Function JX_EXPLAIN(target As Variant, actual As Variant, weight As Variant, Optional direction As Variant, Optional scheme As Variant) As Variant
    JX_EXPLAIN = JxCall("JX_EXPLAIN", Array(JxGiven(target), JxGiven(actual), JxGiven(weight), JxGiven(direction), JxGiven(scheme)))
End Function

Public Function JX_ROLLUP(values As Variant, money As Variant, Optional kind As Variant) As Variant
    JX_ROLLUP = JxCall("JX_ROLLUP", Array(JxGiven(values), JxGiven(money), JxGiven(kind)))
End Function
