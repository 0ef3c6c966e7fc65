package main

import "errors"

type queryCmd struct{}

func (queryCmd) Run() error { return errors.New("query: not there yet") }
