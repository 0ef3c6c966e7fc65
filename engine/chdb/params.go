package chdb

import (
	"runtime"
	"unsafe"
)

// Param is a value for a placeholder {name:Type} in a statement. Value is text in the escaping the HTTP
// interface uses for param_name: the TabSeparated escaping of the value.
type Param struct{ Name, Value string }

// Params are the parameters of one statement.
type Params []Param

// pinnedParams are four parallel C arrays that stay where they are until unpin.
type pinnedParams struct {
	names, nameLens, values, valueLens pointer
	pins                               runtime.Pinner
}

func (ps Params) pin() *pinnedParams {
	p := new(pinnedParams)
	if len(ps) == 0 {
		return p
	}
	names, values := make([]*byte, len(ps)), make([]*byte, len(ps))
	nameLens, valueLens := make([]uintptr, len(ps)), make([]uintptr, len(ps))
	for i, param := range ps {
		names[i], nameLens[i] = p.bytes(param.Name), uintptr(len(param.Name))
		values[i], valueLens[i] = p.bytes(param.Value), uintptr(len(param.Value))
	}
	p.pins.Pin(&names[0])
	p.pins.Pin(&values[0])
	p.pins.Pin(&nameLens[0])
	p.pins.Pin(&valueLens[0])
	p.names, p.nameLens = pointer(&names[0]), pointer(&nameLens[0])
	p.values, p.valueLens = pointer(&values[0]), pointer(&valueLens[0])
	return p
}

func (p *pinnedParams) bytes(s string) *byte {
	b := unsafe.StringData(s)
	if s == "" {
		b = new(byte)
	}
	p.pins.Pin(b)
	return b
}

func (p *pinnedParams) unpin() { p.pins.Unpin() }
