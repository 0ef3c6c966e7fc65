package main

import "errors"

type rebuildCmd struct{}

func (rebuildCmd) Run() error { return errors.New("rebuild: not there yet") }
