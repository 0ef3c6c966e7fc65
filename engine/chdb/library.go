package chdb

import (
	"fmt"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

// pointer is an address in the library's memory, or one handed to it for the length of a call.
type pointer = unsafe.Pointer

// Library is a loaded libchdb. It can't be unloaded.
type Library struct {
	path string
	c    symbols
}

// symbols are the C functions, in the types purego translates. Sizes are size_t; a statement and a format
// are passed as pointer and length, so they may hold zero bytes.
type symbols struct {
	version             func() string
	setSignalHandlers   func(enabled int32)
	connect             func(argc int32, argv pointer) pointer
	closeConnection     func(conn pointer)
	query               statementCall
	streamQuery         statementCall
	fetch               func(conn, stream pointer) pointer
	cancelStream        func(conn, stream pointer)
	destroyResult       func(result pointer)
	resultError         func(result pointer) pointer
	resultBuffer        func(result pointer) pointer
	resultLength        func(result pointer) uintptr
	resultRows          func(result pointer) uint64
	storageRowsRead     func(result pointer) uint64
	storageBytesRead    func(result pointer) uint64
	rowsWritten         func(result pointer) uint64
	bytesWritten        func(result pointer) uint64
	streamInsert        statementCall
	insertError         func(insert pointer) pointer
	insertAppend        func(insert, data pointer, size uintptr) int32
	insertDone          func(insert pointer) pointer
	insertCancel        func(insert pointer)
	destroyInsertStream func(insert pointer)
}

// statementCall is the shape shared by all calls that take a statement, a format and typed parameters.
type statementCall func(conn, text pointer, textLen uintptr, format pointer, formatLen uintptr,
	names, nameLens, values, valueLens pointer, params uintptr) pointer

var loading struct {
	sync.Mutex
	path    string
	library *Library
}

// Load opens the library at path. A process holds one library: loading the same path again returns it,
// another path is an error. The library's signal handlers are turned off before anything else runs:
// with them a nil dereference in Go hangs the process instead of panicking.
func Load(path string) (*Library, error) {
	loading.Lock()
	defer loading.Unlock()
	if loading.library != nil {
		if loading.path != path {
			return nil, fmt.Errorf("load %s: %s is loaded already", path, loading.path)
		}
		return loading.library, nil
	}
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	lib := &Library{path: path}
	for name, function := range lib.c.table() {
		address, err := purego.Dlsym(handle, name)
		if err != nil {
			return nil, fmt.Errorf("load %s: not a libchdb this program knows: %w", path, err)
		}
		purego.RegisterFunc(function, address)
	}
	lib.c.setSignalHandlers(0)
	loading.path, loading.library = path, lib
	return lib, nil
}

func (s *symbols) table() map[string]any {
	return map[string]any{
		"chdb_version":                     &s.version,
		"chdb_set_signal_handlers_enabled": &s.setSignalHandlers,
		"chdb_connect":                     &s.connect,
		"chdb_close_conn":                  &s.closeConnection,
		"chdb_query_with_params_n":         &s.query,
		"chdb_stream_query_with_params_n":  &s.streamQuery,
		"chdb_stream_fetch_result":         &s.fetch,
		"chdb_stream_cancel_query":         &s.cancelStream,
		"chdb_destroy_query_result":        &s.destroyResult,
		"chdb_result_error":                &s.resultError,
		"chdb_result_buffer":               &s.resultBuffer,
		"chdb_result_length":               &s.resultLength,
		"chdb_result_rows_read":            &s.resultRows,
		"chdb_result_storage_rows_read":    &s.storageRowsRead,
		"chdb_result_storage_bytes_read":   &s.storageBytesRead,
		"chdb_result_rows_written":         &s.rowsWritten,
		"chdb_result_bytes_written":        &s.bytesWritten,
		"chdb_stream_insert_with_params_n": &s.streamInsert,
		"chdb_stream_insert_error":         &s.insertError,
		"chdb_stream_append":               &s.insertAppend,
		"chdb_stream_done":                 &s.insertDone,
		"chdb_stream_cancel_insert":        &s.insertCancel,
		"chdb_destroy_insert_stream":       &s.destroyInsertStream,
	}
}

// Path is the file it was loaded from.
func (l *Library) Path() string { return l.path }

// Version is the library's own version, such as "26.7.3".
func (l *Library) Version() string { return l.c.version() }
