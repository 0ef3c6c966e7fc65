-- extent
-- map[key:loss]
SELECT min(step), max(step), count()
FROM
(
    SELECT step FROM points WHERE home = 3 AND key = {key:String} AND run = 20001 ORDER BY home ASC, key ASC, run ASC, step ASC LIMIT 1
    UNION ALL
    SELECT step FROM points WHERE home = 3 AND key = {key:String} AND run = 20001 ORDER BY home DESC, key DESC, run DESC, step DESC LIMIT 1
)
FORMAT RowBinary

-- pooled
-- map[key:loss last:200 lo:0 n:200 width:1000]
SELECT toUInt64(cell), count(), sum(toUInt128(mantissa)), min(value), max(value)
FROM
(
    SELECT
        run, step, value,
        toUInt32(run - 20001) AS series,
        toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64})) AS bucket,
        reinterpretAsUInt64(value) AS bits,
        bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) + 1024 * (value != value) AS class,
        bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
        toUInt32((series * 201 + bucket) * 2048 + class) AS cell
    FROM
    (
        SELECT run, step, value
        FROM points
        WHERE home = 3 AND key = {key:String} AND run = 20001
    )
)
GROUP BY cell
FORMAT RowBinary

