package export

import (
	"bytes"
	"io"
)

// copyNDJSON passes rows on with the words for NaN and infinities that the API uses:
// the engine writes "nan", "inf", "-inf" where a number isn't one. A text never holds
// a quote unescaped, so what is replaced can only be the column itself.
func copyNDJSON(w io.Writer, r io.Reader) error {
	buf := make([]byte, 1<<20)
	kept := 0 // bytes of an unfinished line at the start of buf
	for {
		n, err := r.Read(buf[kept:])
		end := bytes.LastIndexByte(buf[kept:kept+n], '\n')
		if end >= 0 {
			end += kept + 1
			if _, err := w.Write(corrected(buf[:end])); err != nil {
				return err
			}
			kept = copy(buf, buf[end:kept+n])
		} else {
			kept += n
		}
		if err == io.EOF {
			_, err := w.Write(corrected(buf[:kept]))
			return err
		}
		if err != nil {
			return err
		}
		if kept == len(buf) { // a long line
			buf = append(buf, make([]byte, len(buf))...)
		}
	}
}

var denormals = [...][2][]byte{
	{[]byte(`"value":"nan"`), []byte(`"value":"NaN"`)},
	{[]byte(`"value":"inf"`), []byte(`"value":"Infinity"`)},
	{[]byte(`"value":"-inf"`), []byte(`"value":"-Infinity"`)},
}

func corrected(lines []byte) []byte {
	if !bytes.Contains(lines, []byte(`"value":"`)) {
		return lines
	}
	for _, d := range denormals {
		lines = bytes.ReplaceAll(lines, d[0], d[1])
	}
	return lines
}
