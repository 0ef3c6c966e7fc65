package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// LibraryVersion is the libchdb that runledger is built and tested with.
const LibraryVersion = "26.7.3"

const libraryFile = "libchdb.so"

// ErrNoLibrary says that libchdb.so isn't on this machine; its text says how to get it.
var ErrNoLibrary = errors.New("libchdb.so, the embedded ClickHouse, was not found")

// FindLibrary returns the path of libchdb.so: the one given, else the one named by RUNLEDGER_LIBCHDB, else
// the first found next to the executable, in the cache (where `make engine` puts it) and in /usr/local/lib.
func FindLibrary(given string) (string, error) {
	if given == "" {
		given = os.Getenv("RUNLEDGER_LIBCHDB")
	}
	if given != "" {
		if !isFile(given) {
			return "", fmt.Errorf("%w at %s, where RUNLEDGER_LIBCHDB or a flag says it is", ErrNoLibrary, given)
		}
		return given, nil
	}
	places := libraryPlaces()
	for _, place := range places {
		if isFile(place) {
			return place, nil
		}
	}
	return "", fmt.Errorf("%w in %s. Run `make engine` (deploy/engine/fetch.sh) to fetch it, which needs npm, or set RUNLEDGER_LIBCHDB to a libchdb.so of version %s",
		ErrNoLibrary, strings.Join(places, ", "), LibraryVersion)
}

func libraryPlaces() []string {
	var places []string
	if exe, err := os.Executable(); err == nil {
		places = append(places, filepath.Join(filepath.Dir(exe), libraryFile))
	}
	if cache := cacheFolder(); cache != "" {
		places = append(places, filepath.Join(cache, "engine-"+LibraryVersion, libraryFile))
	}
	return append(places, filepath.Join("/usr/local/lib", libraryFile))
}

// cacheFolder is the one deploy/engine/fetch.sh uses, or "" where there is no home.
func cacheFolder() string {
	if dir := os.Getenv("RUNLEDGER_CACHE"); dir != "" {
		return dir
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "runledger")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".cache", "runledger")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
