package wandb

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"runledger/event/pb"
)

// askUploads asks where to put files.
func (r *rig) askUploads(names ...string) (urls []string) {
	r.t.Helper()
	v := r.mustQuery(`mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
		createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) { runID uploadHeaders files { name uploadUrl } } }`,
		map[string]any{"entity": "ann", "project": "p q", "run": "a", "files": names})
	if at(v, "createRunFiles", "runID") == "" {
		r.t.Fatal("no runID")
	}
	for i, name := range names {
		if got := at(v, "createRunFiles", "files", i, "name"); got != name {
			r.t.Fatalf("file %d is %v, asked for %q", i, got, name)
		}
		u, _ := at(v, "createRunFiles", "files", i, "uploadUrl").(string)
		urls = append(urls, u)
	}
	return urls
}

func TestUploadAndDownload(t *testing.T) {
	r := started(t)
	names := []string{"config.yaml", "media/images/a b%20c#?ü.png", "x/file_stream"}
	contents := []string{"x: 1", string(bytes.Repeat([]byte{0, 1, 2, 255}, 1<<18)), "odd"}
	for i, address := range r.askUploads(names...) {
		if status, _, text := r.do("PUT", address, "", contents[i]); status != 200 {
			t.Fatalf("%s: %d %s", names[i], status, text)
		}
	}
	events := r.telemetry(1)
	if got := types(events); got != "state_changed files_added files_added files_added" {
		t.Fatalf("%s", got)
	}
	for i, e := range events[1:] {
		f := e.GetRunFilesAdded().Files[0]
		if f.Name != names[i] || f.Size != int64(len(contents[i])) || len(f.Sha256) != 64 || f.Md5 == "" {
			t.Fatalf("%v", f)
		}
		address := r.wandb.DownloadURL(f.Sha256, f.Name)
		status, h, got := r.do("GET", address, "", "")
		if status != 200 || got != contents[i] || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Fatalf("%d, %d bytes", status, len(got))
		}
		if status, h, got := r.do("GET", address, "", "", "Range", "bytes=1-2"); status != 206 || got != contents[i][1:3] || h.Get("Content-Range") == "" {
			t.Fatalf("range: %d %q", status, got)
		}
		if status, h, got := r.do("HEAD", address, "", ""); status != 200 || got != "" || h.Get("Accept-Ranges") != "bytes" {
			t.Fatalf("HEAD: %d %v", status, h)
		}
		if status, h, _ := r.do("OPTIONS", address, "", "", "Origin", "https://x"); status != 204 || h.Get("Access-Control-Allow-Origin") == "" {
			t.Fatalf("OPTIONS: %d %v", status, h)
		}
	}
	// What came by this process needn't be announced again; what didn't is.
	r.stream(`{"uploaded":["config.yaml","elsewhere.txt"]}`)
	events = r.telemetry(1)
	diff(t, events[len(events)-1].GetRunFilesAdded().Files, []*pb.File{{Name: "elsewhere.txt", Size: -1}})
}

func TestUploadRefused(t *testing.T) {
	r := started(t)
	r.wandb.MaxFile = 3
	address := r.askUploads("a.txt")[0]
	u, _ := url.Parse(address)
	for name, c := range map[string]struct {
		method, address, body string
		status                int
	}{
		"unsigned":     {"PUT", r.http.URL + u.Path, "x", 403},
		"another name": {"PUT", strings.Replace(address, "a.txt", "b.txt", 1), "x", 403},
		"another run":  {"PUT", strings.Replace(address, "/run/1-", "/run/2-", 1), "x", 403},
		"GET":          {"GET", address, "", 404},
		"too large":    {"PUT", address, "1234", 413},
		"fits":         {"PUT", address, "123", 200},
	} {
		if status, _, text := r.do(c.method, c.address, "", c.body); status != c.status {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	for _, bad := range []string{"", "/etc/passwd", "../x", "a//b", "a/./b", "a\x00b", strings.Repeat("x", 2000)} {
		if got := r.askUploads(bad)[0]; got != "" {
			t.Errorf("%q got %s", bad, got)
		}
	}
	if status, _, _ := r.do("GET", r.wandb.DownloadURL(strings.Repeat("a", 64), "x"), "", ""); status != 404 {
		t.Errorf("missing content: %d", status)
	}
}

func TestUploadBelowABase(t *testing.T) {
	r := started(t)
	r.wandb.ExternalURL = "https://ml.example.org/ledger"
	address := r.askUploads("a b.txt")[0]
	if !strings.HasPrefix(address, "https://ml.example.org/ledger/files/run/1-k-") || !strings.Contains(address, "/a%20b.txt?exp=") {
		t.Fatal(address)
	}
	// The proxy takes the base off.
	if status, _, text := r.do("PUT", strings.Replace(address, "https://ml.example.org/ledger", r.http.URL, 1), "", "x"); status != 200 {
		t.Fatalf("%d %s", status, text)
	}
}
