package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"runledger/load"
)

var _ kong.HelpProvider = loadCmd{}

type loadCmd struct {
	Server  string `help:"URL of the server." default:"http://127.0.0.1:8080" placeholder:"URL" group:"Server"`
	Key     string `help:"API key; better given by RUNLEDGER_KEY." env:"RUNLEDGER_KEY,RUNLEDGER_ADMIN_KEY" required:"" placeholder:"KEY" group:"Server"`
	Project string `help:"Where to log, as ENTITY/PROJECT; it is created." default:"admin/load" group:"Server"`

	Trainers int           `help:"Trainers at once." default:"10" group:"Load"`
	Runs     int           `help:"Runs over all trainers; 0: one a trainer." default:"0" group:"Load"`
	Metrics  int           `help:"Metrics a step." default:"20" group:"Load"`
	Rate     string        `help:"Steps a second and trainer, or max: as fast as the server takes them." default:"1" group:"Load"`
	Duration time.Duration `help:"How long trainers log; with --rate=max the time after which to stop anyway." default:"30s" group:"Load"`
	Points   int           `help:"With --rate=max: points in all; the requests are made beforehand." default:"5000000" group:"Load"`
	Batch    int           `help:"Steps a request." default:"1" group:"Load"`
	Format   string        `help:"How trainers speak." enum:"native,ndjson,protobuf,file_stream" default:"native" group:"Load"`
	Shape    string        `help:"Of the curves: float32 and float64 fall like a loss, random, flat." enum:"float32,float64,random,flat" default:"float32" group:"Load"`
	Writers  int           `help:"Connections; 0: one a trainer, 4 with --rate=max." default:"0" group:"Load"`
	Seed     uint64        `help:"Of the curves." default:"1" group:"Load"`
	Probe    bool          `help:"Measure freshness too: acknowledged until a chart shows it." default:"true" negatable:"" group:"Load"`
	JSON     bool          `help:"Print the report as JSON."`
}

func (loadCmd) Help() string {
	return `Logs to a server as many trainers would and reports acknowledged and queryable points a second, latencies,
freshness and errors. Everything goes into one project, which can be deleted afterwards.

  1,000 trainers, a step a second each:  runledger load --trainers 1000 --rate 1 --duration 10m
  the most the server takes:             runledger load --rate max --format protobuf --batch 250 --runs 1000`
}

func (c loadCmd) Run(ctx context.Context, out streams) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	report, err := load.Run(ctx, o)
	if err != nil && report.Requests == 0 {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(out.out).Encode(report); err != nil {
			return err
		}
	} else {
		report.Print(out.out)
	}
	if err == nil && len(report.Errors) > 0 {
		return exitCode(1)
	}
	return err
}

func (c loadCmd) options() (load.Options, error) {
	o := load.Options{
		URL: c.Server, Key: c.Key, Trainers: c.Trainers, Runs: c.Runs, Metrics: c.Metrics, Batch: c.Batch,
		Format: c.Format, Shape: c.Shape, Seed: c.Seed, Duration: c.Duration, Points: c.Points,
		Writers: c.Writers, Probe: c.Probe,
	}
	if o.Format == "native" {
		o.Format = "ndjson"
	}
	if c.Rate != "max" {
		if _, err := fmt.Sscanf(c.Rate, "%g", &o.Rate); err != nil || o.Rate <= 0 {
			return o, fmt.Errorf("--rate=%s: a number of steps a second, or max", c.Rate)
		}
	}
	var ok bool
	if o.Entity, o.Project, ok = strings.Cut(c.Project, "/"); !ok {
		return o, fmt.Errorf("--project=%s: it is ENTITY/PROJECT", c.Project)
	}
	return o, nil
}
