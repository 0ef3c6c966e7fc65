package run

import "testing"

func TestMediaTypeIsOfPicturesAndSoundsAlone(t *testing.T) {
	for name, want := range map[string]string{
		"media/images/a.PNG": "image/png", "x.svg": "image/svg+xml", "a.wav": "audio/wav", "b.mp4": "video/mp4",
		"page.html": "application/octet-stream", "a.xhtml": "application/octet-stream", "png": "application/octet-stream", "": "application/octet-stream", "x.png.js": "application/octet-stream",
	} {
		if got := mediaType(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
