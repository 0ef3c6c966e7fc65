package main

import "errors"

type projectCmd struct{}

func (projectCmd) Run() error { return errors.New("project: not there yet") }
