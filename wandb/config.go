package wandb

import (
	"errors"

	"runledger/internal/jsontext"
)

// clientKey is where the client keeps its own things in a config: versions, defined
// metrics, the run's environment.
const clientKey = "_wandb"

// unwrapConfig turns {"key": {"value": v, "desc": …}} into {"key": v}.
func unwrapConfig(text string) ([]byte, error) {
	return mapObject(valid(text), func(_ string, value []byte) ([]byte, error) {
		out := value
		_ = jsontext.Object(value, func(k string, v []byte) error { // not an object: it is the value itself
			if k == "value" {
				out = v
			}
			return nil
		})
		return out, nil
	})
}

// wrapConfig is the inverse of unwrapConfig. No config is an empty object.
func wrapConfig(object []byte) (string, error) {
	if len(object) == 0 {
		return "{}", nil
	}
	out, err := mapObject(string(object), func(_ string, value []byte) ([]byte, error) {
		return append(append([]byte(`{"value":`), value...), '}'), nil
	})
	return string(out), err
}

// clientConfig returns the members with these names of the client's own part; all if
// keys is nil.
func clientConfig(object []byte, keys *[]string) (string, error) {
	part := []byte("{}")
	if len(object) > 0 {
		err := jsontext.Object(object, func(k string, v []byte) error {
			if k == clientKey {
				part = v
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	out, err := mapObject(string(part), func(k string, v []byte) ([]byte, error) {
		if keys == nil {
			return v, nil
		}
		for _, wanted := range *keys {
			if k == wanted {
				return v, nil
			}
		}
		return nil, nil
	})
	return string(out), err
}

var errNoObject = errors.New("a JSON object is needed")

// mapObject rewrites the members of an object; nil drops one.
func mapObject(text string, f func(key string, value []byte) ([]byte, error)) ([]byte, error) {
	if text == "" {
		return nil, errNoObject
	}
	out := []byte{'{'}
	err := jsontext.Object([]byte(text), func(k string, v []byte) error {
		v, err := f(k, v)
		if err != nil || v == nil {
			return err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(jsontext.AppendString(out, k), ':')
		out = append(out, v...)
		return nil
	})
	return append(out, '}'), err
}
