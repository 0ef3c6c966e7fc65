package workspace

import (
	"encoding/json"
	"slices"
	"strings"

	"runledger/internal/api"
)

// Section is a section as it is answered.
type Section struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Auto      bool     `json:"auto" doc:"Its metrics appear in it by themselves"`
	Collapsed bool     `json:"collapsed"`
	Layout    string   `json:"layout" enum:"standard,custom"`
	PanelSize *Size    `json:"panel_size,omitempty" doc:"Of every panel of the standard layout"`
	Height    *float64 `json:"height,omitempty"`
	Columns   int      `json:"columns"`
	Rows      int      `json:"rows"`
	Page      int      `json:"page" doc:"The page that is shown, from 1"`
	Pages     int      `json:"pages"`
	Count     int      `json:"panel_count"`
	Panels    []Panel  `json:"panels,omitempty" doc:"The page that is shown; of a collapsed section none"`
	Fields    Fields   `json:"fields" doc:"What is stored, whatever it is"`
	LeftOut   []string `json:"left_out,omitempty" doc:"Fields of more than 16 KiB"`
	Version   uint64   `json:"version" doc:"0: nobody changed it"`
}

// Size in pixels.
type Size struct {
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Panel is a panel as it is answered.
type Panel struct {
	ID      string     `json:"id"`
	Section string     `json:"section"`
	Title   string     `json:"title" doc:"Its own, else the names of what it shows"`
	Kind    string     `json:"kind,omitempty"`
	Auto    bool       `json:"auto" doc:"It appeared by itself"`
	MaxRuns int        `json:"max_runs"`
	X       *float64   `json:"x,omitempty" doc:"Place and size in the custom layout"`
	Y       *float64   `json:"y,omitempty"`
	W       *float64   `json:"w,omitempty"`
	H       *float64   `json:"h,omitempty"`
	Spec    Fields     `json:"spec" doc:"What is stored, whatever it is"`
	LeftOut []string   `json:"left_out,omitempty" doc:"Fields of more than 16 KiB, in lists of panels"`
	Error   *SpecFault `json:"error,omitempty" doc:"The panel can't be shown as it is stored"`
	Version uint64     `json:"version" doc:"0: nobody changed it"`
}

// SpecFault is why a panel can't be shown.
type SpecFault struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// mostShown is how large a field may be in lists, in bytes.
const mostShown = 16 << 10

// fieldsOf are a part's fields; large ones are left out unless all is wanted.
func fieldsOf(p *part, all bool) (Fields, []string) {
	fields, left := Fields{}, []string(nil)
	p.each(func(name string, v json.RawMessage) {
		if len(v) > mostShown && !all {
			left = append(left, name)
			return
		}
		fields[name] = v
	})
	return fields, left
}

func (w stored) maxRuns() int { return whole(w.raw("max_runs"), 1, maxRuns, defaultMaxRuns) }

func (w stored) maxRunsOf(p *panel) int { return whole(p.raw("max_runs"), 1, maxRuns, w.maxRuns()) }

func showPanel(w stored, p *panel, all bool) Panel {
	out := Panel{ID: p.id, Section: p.in, Title: p.title(), Auto: p.auto, MaxRuns: w.maxRunsOf(p), Version: p.version()}
	out.Kind, _ = text(p.get("kind"))
	out.Spec, out.LeftOut = fieldsOf(&p.part, all)
	if p.auto {
		for _, name := range []string{"kind", "metrics", "source"} {
			if v := p.get(name); v != nil {
				out.Spec[name] = v
			}
		}
	}
	for _, side := range []struct {
		name string
		to   **float64
	}{{"x", &out.X}, {"y", &out.Y}, {"w", &out.W}, {"h", &out.H}} {
		if f, ok := number(p.raw(side.name)); ok {
			*side.to = &f
		}
	}
	if p.auto && p.doc == nil && p.base == nil {
		return out // made by ourselves
	}
	if faults := checkPanel(p.get, nil, ""); len(faults) > 0 {
		out.Error = faultOf(faults[0])
	}
	return out
}

func faultOf(e api.FieldError) *SpecFault { return &SpecFault{Field: e.Location, Message: e.Message} }

func showSection(s *section) Section {
	out := Section{
		ID: s.id, Title: s.title(), Auto: s.auto != "", Collapsed: flag(s.raw("collapsed"), false), Layout: "standard", Count: len(s.panels),
		Columns: whole(s.raw("columns"), 1, maxPageSide, defaultColumns), Rows: whole(s.raw("rows"), 1, maxPageSide, defaultRows),
		Version: s.version(), Pages: 1,
	}
	out.Fields, out.LeftOut = fieldsOf(&s.part, false)
	if s.custom() {
		out.Layout = "custom"
	} else if n := s.pageSize(); len(s.panels) > n {
		out.Pages = (len(s.panels) + n - 1) / n
	}
	out.Page = min(whole(s.raw("page"), 1, mostPage, 1), out.Pages)
	if f, ok := number(s.raw("height")); ok {
		out.Height = &f
	}
	if m := members(s.raw("panel_size")); m != nil {
		w, okW := number(m["w"])
		h, okH := number(m["h"])
		if okW && okH {
			out.PanelSize = &Size{w, h}
		}
	}
	return out
}

// pageOf are the panels of a page, from 1.
func pageOf(panels []*panel, page, size int) []*panel {
	if size == 0 {
		return panels
	}
	from := min((page-1)*size, len(panels))
	return panels[from:min(from+size, len(panels))]
}

func showPanels(w stored, panels []*panel) []Panel {
	out := make([]Panel, len(panels))
	for i, p := range panels {
		out[i] = showPanel(w, p, false)
	}
	return out
}

// matches tells whether a panel's title has a part, in any case.
func (p *panel) matches(lower string) bool {
	return strings.Contains(strings.ToLower(p.title()), lower)
}

func isOurs(name string) bool {
	return slices.Contains(ours, name) || strings.HasPrefix(name, visibilityField) || strings.HasPrefix(name, "copied.")
}
