package eventlog_test

import (
	"errors"
	"strings"

	"runledger/eventlog"
)

func contains(err error, text string) bool {
	return err != nil && strings.Contains(err.Error(), text)
}

func isUnavailable(err error) bool { return errors.Is(err, eventlog.ErrUnavailable) }
