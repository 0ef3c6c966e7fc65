package event

import (
	"testing"
	"time"
)

func TestAttributesSayWhatARecordIs(t *testing.T) {
	k, _ := KindOf("run.created.v1")
	e := full(t, k, "s")
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	if err := Stamp(e, at); err != nil {
		t.Fatal(err)
	}
	value, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, a := range Attributes(value) {
		got[a.Name] = a.Value
	}
	for name, want := range map[string]string{
		"ce_id": "01950000-0000-7000-8000-000000000032", "ce_type": "run.created.v1",
		"ce_time": "2026-01-02T03:04:05.000006Z", "ce_specversion": "1.0", "ce_source": "runledger",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}
