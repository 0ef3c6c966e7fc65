package wandb

import (
	"strings"

	"runledger/internal/jsontext"
)

// environment is what the client says of itself in its own part of a config.
type environment struct {
	codePath string // of the main script among the run's files; "": code isn't saved
	command  string // the command line, as far as it's told
}

// environmentOf reads an unwrapped config. A client that saves code says where
// (code_path); later configs also say what runs (e: by the id of each writer, of which
// the first one counts).
func environmentOf(config []byte) (out environment) {
	_ = each(config, func(k string, v []byte) { // checked when it was read; anything odd says nothing
		if k != clientKey {
			return
		}
		_ = each(v, func(k string, v []byte) {
			switch k {
			case "code_path":
				out.codePath, _ = jsontext.String(v)
			case "e":
				_ = each(v, func(_ string, v []byte) {
					if out.command == "" {
						out.command = commandOf(v)
					}
				})
			}
		})
	})
	return out
}

func each(object []byte, f func(key string, value []byte)) error {
	if len(object) == 0 || object[0] != '{' {
		return nil
	}
	return jsontext.Object(object, func(k string, v []byte) error {
		f(k, v)
		return nil
	})
}

// maxCommand bounds a command line in bytes; the rest is cut.
const maxCommand = 4096

// commandOf joins the program with its arguments, quoted where a shell would need it.
func commandOf(writer []byte) string {
	var program string
	var args []string
	_ = each(writer, func(k string, v []byte) {
		switch k {
		case "program":
			program, _ = jsontext.String(v)
		case "args":
			if len(v) > 0 && v[0] == '[' {
				for _, a := range elements(v) {
					if text, err := jsontext.String(a); err == nil {
						args = append(args, text)
					}
				}
			}
		}
	})
	if program == "" {
		return ""
	}
	words := []string{quoted(program)}
	for _, a := range args {
		words = append(words, quoted(a))
	}
	line := strings.Join(words, " ")
	return strings.ToValidUTF8(line[:min(len(line), maxCommand)], "")
}

// quoted is a word of a command line as a shell takes it.
func quoted(word string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("_-./=:,+@%", c)
	}
	if word != "" && strings.IndexFunc(word, func(c rune) bool { return !plain(c) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
