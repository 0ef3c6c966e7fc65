package catalog

import "runledger/event/pb"

// Attributes describe how a run came about; empty means not said.
type Attributes struct {
	Group, JobType, Host, Program, Commit, Repo, Sweep, Parent, Command string
}

// attribute names a field once, for everything that goes over all of them.
type attribute struct {
	name string
	of   func(*Attributes) *string
	said func(*pb.RunAttributes) *string
}

var attributes = []attribute{
	{"group", func(a *Attributes) *string { return &a.Group }, func(b *pb.RunAttributes) *string { return b.Group }},
	{"job_type", func(a *Attributes) *string { return &a.JobType }, func(b *pb.RunAttributes) *string { return b.JobType }},
	{"host", func(a *Attributes) *string { return &a.Host }, func(b *pb.RunAttributes) *string { return b.Host }},
	{"program", func(a *Attributes) *string { return &a.Program }, func(b *pb.RunAttributes) *string { return b.Program }},
	{"commit", func(a *Attributes) *string { return &a.Commit }, func(b *pb.RunAttributes) *string { return b.Commit }},
	{"repo", func(a *Attributes) *string { return &a.Repo }, func(b *pb.RunAttributes) *string { return b.Repo }},
	{"sweep", func(a *Attributes) *string { return &a.Sweep }, func(b *pb.RunAttributes) *string { return b.Sweep }},
	{"parent", func(a *Attributes) *string { return &a.Parent }, func(b *pb.RunAttributes) *string { return b.Parent }},
	{"command", func(a *Attributes) *string { return &a.Command }, func(b *pb.RunAttributes) *string { return b.Command }},
}

// CheckAttributes says what's wrong with the attributes of a run.
func CheckAttributes(b *pb.RunAttributes) error {
	if b == nil {
		return nil
	}
	for _, at := range attributes {
		if t := at.said(b); t != nil {
			if err := checkText(at.name, *t, maxAttribute); err != nil {
				return err
			}
		}
	}
	return nil
}

// with returns a with what b says.
func (a Attributes) with(b *pb.RunAttributes) Attributes {
	if b == nil {
		return a
	}
	for _, at := range attributes {
		if t := at.said(b); t != nil {
			*at.of(&a) = *t
		}
	}
	return a
}

func (a Attributes) diff(d *diff, old Attributes) {
	for _, at := range attributes {
		d.text(at.name, *at.of(&old), *at.of(&a))
	}
}

func (a *Attributes) walk(c *codec) {
	for _, at := range attributes {
		c.text(at.of(a))
	}
}
