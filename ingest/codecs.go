package ingest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"runledger/internal/api"
)

// maxWindow bounds what a zstd frame may make a decoder hold; "zstd -19" needs 8 MiB.
const maxWindow = 16 << 20

// codecs keeps decompressors for the next request.
type codecs struct{ gzips, zstds sync.Pool }

// opened is a decompressor at work.
type opened struct {
	io.Reader
	release func()
}

// encodingOf returns which compression a request says its body has: "", gzip or zstd.
func encodingOf(r *http.Request) (string, error) {
	switch e := strings.ToLower(strings.TrimSpace(strings.Join(r.Header.Values("Content-Encoding"), ","))); e {
	case "", "identity":
		return "", nil
	case "gzip", "x-gzip":
		return "gzip", nil
	case "zstd":
		return e, nil
	default:
		return "", api.UnsupportedMedia("Content-Encoding %q isn't understood.", clip(e)).With("Send the body plain, or as gzip or zstd.")
	}
}

func (c *codecs) open(encoding string, packed []byte) (opened, error) {
	if encoding == "gzip" {
		return c.openGzip(packed)
	}
	return c.openZstd(packed)
}

func (c *codecs) openGzip(packed []byte) (opened, error) {
	z, _ := c.gzips.Get().(*gzip.Reader)
	if z == nil {
		z = new(gzip.Reader)
	}
	if err := z.Reset(bytes.NewReader(packed)); err != nil {
		return opened{}, early(err)
	}
	return opened{z, func() { c.gzips.Put(z) }}, nil
}

func (c *codecs) openZstd(packed []byte) (opened, error) {
	z, _ := c.zstds.Get().(*zstd.Decoder)
	if z == nil {
		var err error
		if z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow)); err != nil {
			return opened{}, err
		}
	}
	if err := z.Reset(bytes.NewReader(packed)); err != nil {
		return opened{}, early(err)
	}
	return opened{z, func() { _ = z.Reset(nil); c.zstds.Put(z) }}, nil
}

// early: a header that isn't there at all is a body that ended early.
func early(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// mediaType is a request's content type without its parameters.
func mediaType(r *http.Request) string {
	t, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(t))
}
