package runs

import (
	"runledger/internal/api"
	"runledger/internal/clickhouse"
)

const cannotCompileRegexp = 427 // ClickHouse's number

// expression turns the engine's refusal of a regular expression that Go's RE2 took
// (it may need too much memory there) into a problem of the request.
func expression(err error) error {
	if clickhouse.Code(err) == cannotCompileRegexp {
		return api.Invalid("A regular expression is too large for the column store.").Because(err)
	}
	return err
}
