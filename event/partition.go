package event

// Partition returns the telemetry partition of a run: a hash of the run number
// (the finaliser of SplitMix64, Steele et al. 2014) modulo n. It is ours, not the
// Kafka client's, and never changes: which partition holds a run is for ever.
func Partition(run uint64, n int) int {
	x := run + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return int(x % uint64(n))
}
