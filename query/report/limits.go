package report

import "time"

// Limits of reports; docs/operations.md lists them.
const (
	maxTitle       = 512       // bytes
	maxDescription = 16 << 10  // bytes
	maxText        = 200 << 10 // bytes of a markdown block
	maxComment     = 16 << 10  // bytes
	maxBlocks      = 200       // of a report
	maxPanels      = 100       // of a block
	maxSpec        = 32 << 10  // bytes of one panel's spec
	maxBlockJSON   = 255 << 10 // bytes of one field of a block, of JSON; the fold takes 256 KiB
	maxImage       = 5 << 20   // bytes
	maxShares      = 50        // links of a report that open something

	maxQuestions    = 300      // of a report, answered at once
	maxPayload      = 4 << 20  // bytes of one answer
	maxPayloads     = 32 << 20 // bytes of all answers of a report
	maxRows         = 1000     // of a run set's table
	defaultRows     = 100
	defaultMaxRuns  = 10 // runs of a panel that isn't grouped
	answerWithin    = 2 * time.Minute
	catchUp         = time.Second // that an empty snapshot waits for the tables
	answersAtOnce   = 2           // reports whose questions are answered at once by this process
	questionsAtOnce = 2           // of one report

	maxBody      = 2 << 20 // bytes of JSON
	sharedRate   = 5       // requests a second of one address for shared reports
	sharedBurst  = 50
	showFor      = 10 * time.Second // what a link shows of a live report
	mostShown    = 8                // live reports of which that is kept
	knownTimes   = 10_000           // times of actions kept in memory
	timeWithin   = 2 * time.Second  // to find one
	pageDefault  = 50
	maxListLimit = 1000
)
