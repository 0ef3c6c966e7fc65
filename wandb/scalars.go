package wandb

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// jsonText is a JSONString: JSON text in a string. Its text may hold NaN and Infinity.
type jsonText string

// ImplementsGraphQLType implements the executor's scalar.
func (jsonText) ImplementsGraphQLType(name string) bool { return name == "JSONString" }

// UnmarshalGraphQL takes an argument.
func (t *jsonText) UnmarshalGraphQL(input any) error {
	s, ok := input.(string)
	if !ok {
		return fmt.Errorf("JSON text in a string is needed, not %T", input)
	}
	*t = jsonText(s)
	return nil
}

// jsonValue is real JSON. Never give it NaN or Infinity: the client can't read an
// answer that holds them.
type jsonValue json.RawMessage

// ImplementsGraphQLType implements the executor's scalar.
func (jsonValue) ImplementsGraphQLType(name string) bool { return name == "JSON" }

// UnmarshalGraphQL takes an argument.
func (v *jsonValue) UnmarshalGraphQL(input any) (err error) {
	*v, err = json.Marshal(input)
	return err
}

// MarshalJSON writes the value as it is.
func (v jsonValue) MarshalJSON() ([]byte, error) { return v, nil }

// dateTime is an ISO 8601 time in UTC, as the client's models parse it.
type dateTime time.Time

// ImplementsGraphQLType implements the executor's scalar.
func (dateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

// UnmarshalGraphQL takes an argument.
func (t *dateTime) UnmarshalGraphQL(input any) error {
	s, _ := input.(string)
	at, err := time.Parse(time.RFC3339Nano, s)
	*t = dateTime(at)
	return err
}

// MarshalJSON writes microseconds: some clients parse no more.
func (t dateTime) MarshalJSON() ([]byte, error) {
	return []byte(time.Time(t).UTC().Format(`"2006-01-02T15:04:05.999999Z"`)), nil
}

// integer is a Duration or an Int64.
type integer int64

// ImplementsGraphQLType implements the executor's scalar.
func (integer) ImplementsGraphQLType(name string) bool { return name == "Duration" || name == "Int64" }

// UnmarshalGraphQL takes an argument.
func (n *integer) UnmarshalGraphQL(input any) error {
	switch v := input.(type) {
	case int32:
		*n = integer(v)
	case int64:
		*n = integer(v)
	case int:
		*n = integer(v)
	case float64:
		if v != math.Trunc(v) || math.Abs(v) > 1<<53 {
			return fmt.Errorf("%v is no integer", v)
		}
		*n = integer(v)
	default:
		return fmt.Errorf("an integer is needed, not %T", input)
	}
	return nil
}

func orNil[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
