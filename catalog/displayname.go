package catalog

import "strconv"

// DefaultDisplayName is the name of a run that nobody named, made from its number:
// two words and the number, "brave-sun-12". It never changes.
func DefaultDisplayName(no RunNo) string {
	x := (uint64(no) + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>29) * 0x94d049bb133111eb
	x ^= x >> 32
	first, second := x%uint64(len(firstWords)), x/uint64(len(firstWords))%uint64(len(secondWords))
	return firstWords[first] + "-" + secondWords[second] + "-" + strconv.FormatUint(uint64(no), 10)
}

var firstWords = [...]string{
	"amber", "ample", "apt", "balmy", "bold", "brave", "brief", "bright", "brisk", "calm",
	"candid", "clear", "clever", "cosy", "crisp", "daring", "deft", "eager", "early", "fair",
	"fleet", "fresh", "gentle", "glad", "golden", "grand", "hardy", "honest", "humble", "jolly",
	"keen", "kind", "lively", "loyal", "lucid", "mellow", "merry", "mild", "neat", "nimble",
	"noble", "patient", "placid", "plucky", "proud", "quick", "quiet", "ready", "silver", "sleek",
	"snug", "solid", "spry", "steady", "sunny", "swift", "tidy", "vivid", "warm", "witty",
}

var secondWords = [...]string{
	"acorn", "anchor", "aspen", "badger", "beacon", "birch", "bridge", "brook", "canyon", "cedar",
	"cliff", "clover", "comet", "coral", "crane", "creek", "dune", "ember", "falcon", "fern",
	"finch", "fjord", "forest", "garnet", "glade", "grove", "harbor", "heron", "hill", "island",
	"lagoon", "lantern", "lark", "maple", "marsh", "meadow", "moon", "moss", "oak", "orchard",
	"otter", "pebble", "pine", "prairie", "quartz", "raven", "reef", "ridge", "river", "robin",
	"shore", "sparrow", "spring", "star", "summit", "sun", "thicket", "tide", "valley", "willow",
}
