package scan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

type parsed struct {
	Value float64
	Exact bool
	Text  []byte
}

func number(text string) (parsed, error) {
	c := Cursor{Text: []byte(text)}
	v, exact, err := c.Number()
	n := parsed{v, exact, c.Text[:c.At]}
	if err == nil {
		err = c.End()
	}
	return n, err
}

func TestNumbersAreAsExactAsStrconv(t *testing.T) {
	texts := []string{"0", "-0", "-0.0", "1", "9007199254740992", "9007199254740993", "9223372036854775807",
		"-9223372036854775808", "18446744073709551615", "99999999999999999999", "0.1", "1e22", "1e23", "123456789e22",
		"1e-22", "1e-23", "2.2250738585072014e-308", "5e-324", "1e-400", "1.7976931348623157e308", "0e400", "0E-5",
		"9007199254740993.0", "0.10000000149011612", "1234567890123456789", "12345678901234567890.5", "1E+2",
		"8.5e-05", strings.Repeat("9", 308), "1" + strings.Repeat("0", 300), "0." + strings.Repeat("0", 400) + "1"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		f := math.Float64frombits(r.Uint64())
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		for _, f := range []float64{f, r.NormFloat64(), float64(r.Float32()), math.Trunc(r.NormFloat64() * 1e17)} {
			texts = append(texts, strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', 3, 64),
				strconv.FormatFloat(float64(float32(f)), 'e', -1, 64), strconv.FormatFloat(f, 'f', -1, 64))
		}
	}
	for _, text := range texts {
		want, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(want, 0) {
			continue // an infinite float32(f)
		}
		got, err := number(text)
		if err != nil || math.Float64bits(got.Value) != math.Float64bits(want) {
			t.Fatalf("%s: %v %v, want %v", text, got.Value, err, want)
		}
		if string(got.Text) != text {
			t.Fatalf("%s: text %s", text, got.Text)
		}
	}
}

func TestIntegersThatFloatCantHoldAreKnown(t *testing.T) {
	for text, exact := range map[string]bool{
		"9007199254740992": true, "9007199254740993": false, "-9007199254740993": false, "9007199254740994": true,
		"1152921504606846976": true, "9223372036854775807": false, "-9223372036854775808": true, "9223372036854775808": true,
		"18446744073709551616": true, "18446744073709551617": false, "9007199254740993.0": true, "1e30": true,
		"1000000000000000000000000000000": false, "100000000000000000000": true, "0": true, "-0": true,
	} {
		n, err := number(text)
		if err != nil || n.Exact != exact {
			t.Errorf("%s: exact = %v %v, want %v", text, n.Exact, err, exact)
		}
	}
}

func TestWhatIsntANumber(t *testing.T) {
	for _, text := range []string{"", "-", "+1", ".5", "1.", "1.e3", "01", "-01", "1e", "1e+", "0x10", "1_000", "1e400", "-1e400",
		strings.Repeat("9", 310), "Inf", "-Inf", "infinity", "--1", "1 2", "−1", "1,5"} {
		if n, err := number(text); err == nil {
			t.Errorf("%q is %v", text, n.Value)
		}
	}
	if n, err := number("-Infinity"); err != nil || !math.IsInf(n.Value, -1) {
		t.Error(n, err)
	}
}

func TestIntegers(t *testing.T) {
	for text, want := range map[string]any{
		"0": int64(0), "-0": int64(0), "5": int64(5), "5.0": int64(5), "5e0": int64(5), "0.5e1": int64(5), "50e-1": int64(5), "1e3": int64(1000),
		"9223372036854775807": int64(math.MaxInt64), "-9223372036854775808": int64(math.MinInt64), "9.223372036854775807e18": int64(math.MaxInt64),
		"922337203685477580.7e1": int64(math.MaxInt64), "0e999999999": int64(0), "100000000000000000000000e-20": int64(1000), "0.000": int64(0),
		"9223372036854775808": ErrRange, "-9223372036854775809": ErrRange, "1e19": ErrRange, "1e999999999": ErrRange, "-Infinity": ErrRange,
		"99999999999999999999999999": ErrRange, "0.5": ErrNotInteger, "5e-1": ErrNotInteger, "1e-999999999": ErrNotInteger, "1.0000000000000000000001": ErrNotInteger,
	} {
		c := Cursor{Text: []byte(text)}
		got, err := c.Integer()
		if wantErr, bad := want.(error); bad && !errors.Is(err, wantErr) || !bad && (err != nil || got != want) {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
		if err == nil && c.At != len(text) {
			t.Errorf("%s: left at %d", text, c.At)
		}
	}
}

func TestFixedRoundsDown(t *testing.T) {
	for text, want := range map[string]int64{"1700000000.1239": 1700000000123, "1700000000": 1700000000000, "1.7000000001239e9": 1700000000123,
		"0.0004": 0, "-0.0004": -1, "-1.5": -1500, "-1.5001": -1501, "1e-7": 0, "0": 0, "0.001": 1, "12345e-5": 123} {
		c := Cursor{Text: []byte(text)}
		if got, err := c.Fixed(3); err != nil || got != want {
			t.Errorf("%s: %d %v, want %d", text, got, err, want)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		text := strconv.FormatFloat(r.NormFloat64()*math.Pow10(r.IntN(12)), "fge"[r.IntN(3)], r.IntN(9), 64)
		exact, _ := new(big.Rat).SetString(text)
		exact.Mul(exact, big.NewRat(1000, 1))
		want := new(big.Int).Div(exact.Num(), exact.Denom()) // Euclidean: rounds down for a positive denominator
		c := Cursor{Text: []byte(text)}
		if got, err := c.Fixed(3); err != nil || got != want.Int64() {
			t.Fatalf("%s: %d %v, want %v", text, got, err, want)
		}
	}
}

func TestStrings(t *testing.T) {
	for text, want := range map[string]string{`""`: "", `"a"`: "a", `"\u0000"`: "\x00", `"\ud83d\ude00"`: "😀", `"ä\n\/\"\\"`: "ä\n/\"\\",
		`"\b\f\r\t"`: "\b\f\r\t", `"\u00e4"`: "ä", "\"\x7f\u2028\"": "\x7f\u2028", `"\uFFFD"`: "\ufffd"} {
		c := Cursor{Text: []byte(text)}
		raw, plain, err := c.String()
		got := string(Unquote(nil, raw))
		if err != nil || got != want || c.At != len(text) || plain != !strings.Contains(text, `\`) {
			t.Errorf("%s: %q plain=%v %v", text, got, plain, err)
		}
		back := Cursor{Text: AppendString(nil, want)}
		if raw, _, err := back.String(); err != nil || string(Unquote(nil, raw)) != want {
			t.Errorf("%q is written as %s", want, back.Text)
		}
	}
	for _, text := range []string{`"`, `"a`, `a"`, "\"\n\"", "\"\xff\"", "\"\xc3\"", `"\x"`, `"\u12"`, `"\ud800"`, `"\ud800\u0041"`, `"\udc00"`,
		`"\ud83d\ud83d"`, `"\`, `"\"`, "\"\xed\xa0\x80\"", "\"\x00\""} {
		c := Cursor{Text: []byte(text)}
		if raw, _, err := c.String(); err == nil {
			t.Errorf("%q is %q", text, raw)
		}
	}
}

func TestCompact(t *testing.T) {
	for text, want := range map[string]string{
		`{ "a" : 1 , "b":[ 1 ,2, { } ] }`: `{"a":1,"b":[1,2,{}]}`,
		`{"a":1,"b":2,"a":3}`:             `{"b":2,"a":3}`,
		`{"a":{"x":1,"\u0078":NaN}}`:      `{"a":{"x":NaN}}`,
		`[ ]`:                             `[]`,
		`-Infinity`:                       `-Infinity`,
		`[{"a":{"a":1,"a":2},"a":"\u00e4"},null,true,false,Infinity,1.50]`: `[{"a":"\u00e4"},null,true,false,Infinity,1.50]`,
	} {
		c := Cursor{Text: []byte(text)}
		got, err := c.Compact([]byte("x"))
		if err != nil || string(got) != "x"+want || c.At != len(text) {
			t.Errorf("%s: %s %v, want %s", text, got, err, want)
		}
	}
	many := []byte("{")
	for i := range 100 {
		many = fmt.Appendf(many, `"%d":%d,`, i%50, i)
	}
	c := Cursor{Text: append(many[:len(many)-1], '}')}
	got, err := c.Compact(nil)
	var m map[string]int
	if err != nil || json.Unmarshal(got, &m) != nil || len(m) != 50 || m["7"] != 57 || bytes.Count(got, []byte(":")) != 50 {
		t.Errorf("%s %v", got, err)
	}
}

func TestDepthIsBounded(t *testing.T) {
	for depth, ok := range map[int]bool{MaxDepth: true, MaxDepth + 1: false, 1_000_000: false} {
		for _, s := range []string{"[", `{"a":`} {
			text := strings.Repeat(s, depth)
			if ok {
				text += "1" + strings.Repeat(map[string]string{"[": "]", `{"a":`: "}"}[s], depth)
			}
			c, d := Cursor{Text: []byte(text)}, Cursor{Text: []byte(text)}
			err := c.Skip()
			if _, err2 := d.Compact(nil); (err == nil) != ok || (err2 == nil) != ok {
				t.Errorf("depth %d: %v %v", depth, err, err2)
			}
		}
	}
}

// On what both understand, Skip and Compact agree with encoding/json.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"x\u00e4",null,true,{"b":{}}]}`, `[NaN,-Infinity]`, `"\ud83d\ude00"`, `{"a":1,"a":2}`, `1e999`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := Cursor{Text: text}
		c.Space()
		compacted, err := c.Compact(nil)
		if err == nil {
			err = c.End()
		}
		d := Cursor{Text: text}
		d.Space()
		skipped := d.Skip()
		if skipped == nil {
			skipped = d.End()
		}
		var e *Error
		if beyond := errors.As(err, &e) && e.Range; (err == nil) != (skipped == nil) && !beyond {
			t.Fatalf("compact: %v, skip: %v", err, skipped)
		}
		var want any
		wantErr := json.Unmarshal(text, &want)
		if err != nil {
			if wantErr == nil && !lenient(text) {
				t.Fatalf("%q: %v, encoding/json takes it", text, err)
			}
			return
		}
		if wantErr != nil {
			if !bytes.Contains(text, []byte("NaN")) && !bytes.Contains(text, []byte("Infinity")) {
				t.Fatalf("%q passes, encoding/json: %v", text, wantErr)
			}
			return
		}
		var got any
		if err := json.Unmarshal(compacted, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q became %q: %v", text, compacted, err)
		}
	})
}

// lenient: what encoding/json takes and we don't: broken UTF-8, half surrogates,
// deeper nesting.
func lenient(text []byte) bool {
	return !utf8.Valid(text) || bytes.Contains(bytes.ToLower(text), []byte(`\ud`)) || bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) > MaxDepth
}

func FuzzNumber(f *testing.F) {
	f.Add("1.5e3")
	f.Add("9007199254740993")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := number(text)
		text = strings.TrimRight(text, " \t\r\n")
		valid := json.Valid([]byte(text)) && text != "" && (text[0] == '-' || text[0]-'0' <= 9)
		want, parse := strconv.ParseFloat(text, 64)
		switch {
		case text == "-Infinity":
		case (err == nil) != (valid && parse == nil):
			t.Fatalf("%q: %v, strconv: %v", text, err, parse)
		case err == nil && math.Float64bits(got.Value) != math.Float64bits(want):
			t.Fatalf("%q: %v, want %v", text, got.Value, want)
		}
		c := Cursor{Text: []byte(text)}
		i, ierr := c.Integer()
		if r, ok := new(big.Rat).SetString(text); err == nil && ok && len(text) < 50 && !strings.ContainsAny(text, "eE") {
			whole := r.IsInt() && r.Num().IsInt64()
			if whole != (ierr == nil) || whole && i != r.Num().Int64() {
				t.Fatalf("%q: %d %v", text, i, ierr)
			}
		}
	})
}

func BenchmarkNumber(b *testing.B) {
	for name, text := range map[string]string{"short": "0.0123", "float64": "0.12345678901234567", "float32": "0.10000000149011612", "int": "1234"} {
		b.Run(name, func(b *testing.B) {
			c := Cursor{Text: []byte(text)}
			for b.Loop() {
				c.At = 0
				_, _, _ = c.Number()
			}
		})
	}
}
