package report

import (
	"context"
	"html/template"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/throttle"
	"runledger/query/chart"
	"runledger/query/read"
	"runledger/query/runs"
)

// Deps of the routes. All are needed but the last two.
type Deps struct {
	Catalog  *catalog.Catalog
	Reader   *read.Reader
	Runs     *runs.Table
	Log      eventlog.Log
	Blobs    *blob.Store
	External api.External // of share links

	// Sections returns what a section of a workspace shows, to whoever may read the project.
	Sections func(ctx context.Context, p *catalog.Project, workspace, section string) (*Section, error)

	Registerer prometheus.Registerer // default: no metrics
	Clock      func() time.Time      // default time.Now
}

type service struct {
	Deps
	charts  *chart.Charts
	turn    chan struct{} // of answersAtOnce
	rates   *throttle.Rates
	times   *times
	latest  *latest
	metrics *metrics

	texts    *texts
	template *template.Template
}

func newService(d Deps) *service {
	if d.Clock == nil {
		d.Clock = time.Now
	}
	return &service{
		Deps:    d,
		charts:  chart.New(chart.Deps{Reader: d.Reader, Catalog: d.Catalog, RunSets: d.Runs}),
		turn:    make(chan struct{}, answersAtOnce),
		rates:   throttle.NewRates(sharedRate, sharedBurst, d.Clock),
		times:   &times{log: d.Log, known: map[uint64]time.Time{}},
		latest:  &latest{clock: d.Clock, shown: map[shownKey]*lastLook{}},
		metrics: newMetrics(d.Registerer),

		texts: newTexts(), template: template.Must(template.New("page").Parse(pageText)),
	}
}
