package main

import "errors"

type ingestCmd struct{}

func (ingestCmd) Run() error { return errors.New("ingest: not there yet") }
