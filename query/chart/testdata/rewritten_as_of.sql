-- extent
-- map[keys:[loss acc]]
SELECT min(step), max(step), count()
FROM points
WHERE home = 3 AND key IN {keys:Array(String)} AND run IN (1,5,4000,7000,90001) AND off < CAST([7,0,12] AS Array(UInt64))[part + 1]
FORMAT RowBinary

-- pooled
-- map[keys:[loss acc] last:200 lo:0 n:200 width:1000]
SELECT toUInt64(cell), count(), sum(toUInt128(mantissa)), min(value), max(value)
FROM
(
    SELECT
        run, step, value,
        transform(key, {keys:Array(String)}, CAST([0,1] AS Array(UInt32)), CAST(0 AS UInt32)) * 2 + toUInt32(transform(run, CAST([1,5,4000,7000,90001] AS Array(UInt64)), CAST([0,0,1,0,1] AS Array(UInt32)), CAST(0 AS UInt32))) AS series,
        toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64})) AS bucket,
        reinterpretAsUInt64(value) AS bits,
        bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) + 1024 * (value != value) AS class,
        bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
        toUInt32((series * 201 + bucket) * 2048 + class) AS cell
    FROM
    (
        SELECT key, run, step, value
        FROM points
        WHERE home = 3 AND key IN {keys:Array(String)} AND run IN (1,5,4000,7000,90001) AND off < CAST([7,0,12] AS Array(UInt64))[part + 1] AND (run NOT IN (4000) OR step < 10 OR step > 20)
        UNION ALL
        SELECT key, run, step, argMax(points.value, off * 4194304 + idx) AS value
        FROM points
        WHERE home = 3 AND key IN {keys:Array(String)} AND run = 4000 AND off < CAST([7,0,12] AS Array(UInt64))[part + 1] AND step >= 10 AND step <= 20
        GROUP BY key, run, step
    )
)
GROUP BY cell
FORMAT RowBinary

