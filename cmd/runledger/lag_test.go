package main

import (
	"testing"

	"runledger/internal/position"
)

func TestBehindCountsWhatIsMissing(t *testing.T) {
	end := position.Position{Actions: 10, Telemetry: []uint64{5, 0, 7}}
	tests := []struct {
		reached position.Position
		want    float64
	}{
		{position.Position{}, 22},
		{position.Position{Actions: 10, Telemetry: []uint64{5}}, 7},
		{end, 0},
		{position.Position{Actions: 11, Telemetry: []uint64{9, 9, 9}}, 0}, // looked later than the end was
	}
	for _, tt := range tests {
		if got := behind(end, tt.reached); got != tt.want {
			t.Errorf("%v: %v, expected %v", tt.reached, got, tt.want)
		}
	}
}
