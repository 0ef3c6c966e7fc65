-- extent
-- map[key:loss]
SELECT min(step), max(step), count()
FROM points
WHERE home = 3 AND key = {key:String} AND run BETWEEN 1 AND 4
FORMAT RowBinary

-- pooled
-- map[key:loss last:200 lo:0 n:200 width:1000]
SELECT toUInt64(cell), count(), sum(toUInt128(mantissa)), sum(toUInt256(toUInt128(mantissa) * mantissa)), min(value), max(value)
FROM
(
    SELECT
        run, step, value,
        CAST([0,1,0,1] AS Array(UInt32))[run - 0] AS series,
        toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64})) AS bucket,
        reinterpretAsUInt64(value) AS bits,
        bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) + 1024 * (value != value) AS class,
        bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
        toUInt32((series * 201 + bucket) * 2048 + class) AS cell
    FROM
    (
        SELECT run, step, value
        FROM points
        WHERE home = 3 AND key = {key:String} AND run BETWEEN 1 AND 4
    )
)
GROUP BY cell
FORMAT RowBinary

-- quantiles
-- <nil>
SELECT toUInt64(cell), quantilesExactInclusive(0.05, 0.5)(value)
FROM
(
    SELECT
        value,
        CAST([0,1,0,1] AS Array(UInt32))[run - 0] AS series,
        toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64})) AS bucket,
        series * 201 + bucket AS cell
    FROM
    (
        SELECT run, step, value
        FROM points
        WHERE home = 3 AND key = {key:String} AND run BETWEEN 1 AND 4
    )
)
WHERE isFinite(value)
GROUP BY cell
FORMAT RowBinary

