package main

import "errors"

type verifyCmd struct{}

func (verifyCmd) Run() error { return errors.New("verify: not there yet") }
