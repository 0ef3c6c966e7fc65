-- extent
-- map[key:loss]
SELECT min(step), max(step), count()
FROM points
WHERE home = 3 AND key = {key:String} AND (run BETWEEN 1 AND 3 OR run = 9)
FORMAT RowBinary

-- per run
-- map[key:loss last:200 lo:0 n:200 width:1000]
SELECT toUInt64(cell), count(), sum(n), sum(toUInt128(mantissa)), sum(toUInt256(toUInt128(mantissa) * mantissa)), min(lo), max(hi), argMin(first, (first_step, toUInt64(rank))), min((first_step, toUInt64(rank))), argMax(last, (last_step, toUInt64(rank))), max((last_step, toUInt64(rank)))
FROM
(
    SELECT
        *,
        reinterpretAsUInt64(mean) AS bits,
        bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) AS class,
        bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
        slot % 201 AS bucket,
        intDiv(slot, 201) AS rank,
        toUInt32(if(misfit, 2147483648 + slot, ((CAST([0,1,0,1] AS Array(UInt32))[rank + 1]) * 201 + bucket) * 2048 + class)) AS cell
    FROM
    (
        SELECT
            *,
            bitAnd(s3 + 549755813888, 1099511627775) - 549755813888 AS p3,
            s2 + bitShiftRight(s3 - p3, 40) AS t2,
            bitAnd(t2 + 549755813888, 1099511627775) - 549755813888 AS p2,
            s1 + bitShiftRight(t2 - p2, 40) AS p1,
            toFloat64(p1) AS whole, p2 * 9.094947017729282e-13 AS part,
            whole + part AS head, part - (head - whole) + p3 * 8.271806125530277e-25 AS tail,
            head / n AS q, q * 134217729. - (q * 134217729. - q) AS qh,
            q + (((head - qh * n) - (q - qh) * n) + tail) / n AS mean,
            n >= 4194304 OR abs(whole) >= 9.007199254740992e+15 AS misfit
        FROM
        (
            SELECT
                slot, sum(good) AS n,
                toInt64(sum(reinterpretAsInt64(a1))) - toInt64(n) * 4843621399236968448 AS s1,
                toInt64(sum(reinterpretAsInt64(a2))) - toInt64(n) * 4663477414142148608 AS s2,
                toInt64(sum(reinterpretAsInt64(a3))) - toInt64(n) * 4483333429047328768 AS s3, min(value) AS lo, max(value) AS hi, argMin(bits, step) AS first, min(step) AS first_step, argMax(bits, step) AS last, max(step) AS last_step
            FROM
            (
                SELECT
                    step, value,
                    toUInt32(CAST([0,1,2,0,0,0,0,0,3] AS Array(UInt32))[run - 0] * 201 + toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64}))) AS slot,
                    reinterpretAsUInt64(value) AS bits,
                    value + 6.755399441055744e+15 AS a1, value - (a1 - 6.755399441055744e+15) AS r1,
                    r1 + 6144. AS a2, r1 - (a2 - 6144.) AS r2,
                    r2 + 5.587935447692871e-09 AS a3,
                    if(r2 = a3 - 5.587935447692871e-09 AND abs(value) < 1.099511627776e+12 AND bits != 9223372036854775808, 1, 1099511627777) AS good
                FROM
                (
                    SELECT run, step, value
                    FROM points
                    WHERE home = 3 AND key = {key:String} AND (run BETWEEN 1 AND 3 OR run = 9)
                )
            )
            GROUP BY slot
        )
    )
)
GROUP BY cell
FORMAT RowBinary

-- means of runs for quantiles
-- <nil>
SELECT toUInt64(place), groupArray(mean)
FROM
(
    SELECT *, if(misfit, toUInt64(cell), bitShiftRight(toUInt64(cell), 11)) AS place
    FROM
    (
        SELECT
            *,
            reinterpretAsUInt64(mean) AS bits,
            bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2) AS class,
            bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7)) AS mantissa,
            slot % 201 AS bucket,
            intDiv(slot, 201) AS rank,
            toUInt32(if(misfit, 2147483648 + slot, ((CAST([0,1,0,1] AS Array(UInt32))[rank + 1]) * 201 + bucket) * 2048 + class)) AS cell
        FROM
        (
            SELECT
                *,
                bitAnd(s3 + 549755813888, 1099511627775) - 549755813888 AS p3,
                s2 + bitShiftRight(s3 - p3, 40) AS t2,
                bitAnd(t2 + 549755813888, 1099511627775) - 549755813888 AS p2,
                s1 + bitShiftRight(t2 - p2, 40) AS p1,
                toFloat64(p1) AS whole, p2 * 9.094947017729282e-13 AS part,
                whole + part AS head, part - (head - whole) + p3 * 8.271806125530277e-25 AS tail,
                head / n AS q, q * 134217729. - (q * 134217729. - q) AS qh,
                q + (((head - qh * n) - (q - qh) * n) + tail) / n AS mean,
                n >= 4194304 OR abs(whole) >= 9.007199254740992e+15 AS misfit
            FROM
            (
                SELECT
                    slot, sum(good) AS n,
                    toInt64(sum(reinterpretAsInt64(a1))) - toInt64(n) * 4843621399236968448 AS s1,
                    toInt64(sum(reinterpretAsInt64(a2))) - toInt64(n) * 4663477414142148608 AS s2,
                    toInt64(sum(reinterpretAsInt64(a3))) - toInt64(n) * 4483333429047328768 AS s3, min(value) AS lo, max(value) AS hi, argMin(bits, step) AS first, min(step) AS first_step, argMax(bits, step) AS last, max(step) AS last_step
                FROM
                (
                    SELECT
                        step, value,
                        toUInt32(CAST([0,1,2,0,0,0,0,0,3] AS Array(UInt32))[run - 0] * 201 + toUInt64(least(toFloat64(toUInt64(step - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64}))) AS slot,
                        reinterpretAsUInt64(value) AS bits,
                        value + 6.755399441055744e+15 AS a1, value - (a1 - 6.755399441055744e+15) AS r1,
                        r1 + 6144. AS a2, r1 - (a2 - 6144.) AS r2,
                        r2 + 5.587935447692871e-09 AS a3,
                        if(r2 = a3 - 5.587935447692871e-09 AND abs(value) < 1.099511627776e+12 AND bits != 9223372036854775808, 1, 1099511627777) AS good
                    FROM
                    (
                        SELECT run, step, value
                        FROM points
                        WHERE home = 3 AND key = {key:String} AND (run BETWEEN 1 AND 3 OR run = 9)
                    )
                )
                GROUP BY slot
            )
        )
    )
)
GROUP BY place
FORMAT RowBinary

