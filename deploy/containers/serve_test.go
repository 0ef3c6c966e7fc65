package containers

import "testing"

// testServe is one container with everything. What it acknowledged outlives its end, by SIGKILL and in order, and the
// container: it's on the volume.
func testServe(t *testing.T, b bench) {
	volume := b.volume(t)
	s := b.serve(t, volume)
	w := &work{at: installation{s, s}, project: "box", runs: 3}
	w.log(t, 1)
	w.check(t)

	w.log(t, 50) // and at once:
	s.kill(t)
	s.startAgain(t)
	w.check(t)

	w.log(t, 50)
	s.stop(t)
	s.remove(t)
	s = b.serve(t, volume) // another container
	w.at = installation{s, s}
	w.check(t)
}
