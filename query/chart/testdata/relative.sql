-- extent
-- map[from:-9223372036854775808 key:loss to:9223372036854775807]
SELECT min(at), max(at), count()
FROM
(
    SELECT toUnixTimestamp64Milli(time) - transform(run, CAST([1,2] AS Array(UInt64)), CAST([1000,2000] AS Array(Int64)), CAST(0 AS Int64)) - arraySum((t, l) -> if(toUnixTimestamp64Milli(time) > t, l, 0), CAST([[],[5000]] AS Array(Array(Int64)))[toUInt32(run - 1) + 1], CAST([[],[700]] AS Array(Array(Int64)))[toUInt32(run - 1) + 1]) AS at
    FROM
    (
        SELECT run, step, time
        FROM points
        WHERE home = 3 AND key = {key:String} AND run BETWEEN 1 AND 2
    )
)
WHERE at >= {from:Int64} AND at <= {to:Int64}
FORMAT RowBinary

-- pooled
-- map[from:0 key:loss last:200 lo:0 n:200 to:999 width:1000]
SELECT toUInt64(cell), count(), sum(toUInt128(mantissa)), min(value), max(value)
FROM
(
    SELECT
        run, step, value,
        toUInt32(run - 1) AS series,
        toUInt64(least(toFloat64(toUInt64(at - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64})) AS bucket,
        reinterpretAsUInt64(value) AS bits,
        bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) + 1024 * (value != value) AS class,
        bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
        toUInt32((series * 201 + bucket) * 2048 + class) AS cell
    FROM
    (
        SELECT *, toUnixTimestamp64Milli(time) - transform(run, CAST([1,2] AS Array(UInt64)), CAST([1000,2000] AS Array(Int64)), CAST(0 AS Int64)) - arraySum((t, l) -> if(toUnixTimestamp64Milli(time) > t, l, 0), CAST([[],[5000]] AS Array(Array(Int64)))[toUInt32(run - 1) + 1], CAST([[],[700]] AS Array(Array(Int64)))[toUInt32(run - 1) + 1]) AS at
        FROM
        (
            SELECT run, step, value, time
            FROM points
            WHERE home = 3 AND key = {key:String} AND run BETWEEN 1 AND 2
        )
    )
    WHERE at >= {from:Int64} AND at <= {to:Int64}
)
GROUP BY cell
FORMAT RowBinary

