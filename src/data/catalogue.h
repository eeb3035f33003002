// The sets that the site offers, read from catalogue.json: what a person must know before fetching (how many images,
// how large, where from, under which terms), and what the page needs to check and assemble what arrived.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
#include "math/error.h"

namespace hourglass {

struct CatalogueFile {
  std::string path;         ///< relative to catalogue.json
  std::uint64_t bytes = 0;  ///< as fetched
  std::string sha256;       ///< 64 hex digits
};

/// `data/catalogue.json` is {"sets": [ENTRY...]}, the keys of an entry being the names below.
struct CatalogueEntry {
  std::string id;     ///< what links and the command line say: "mnist", "letters"
  std::string title;  ///< "MNIST, 10,000 + 2,000"
  std::string about;  ///< one or two sentences
  std::uint64_t images = 0;
  std::uint64_t bytes = 0;  ///< sum of the files' bytes
  std::vector<CatalogueFile> files;
  PublishedSplit split;  ///< {"train": [begin, end], "validation": [...], "held_out": [...]}; may be missing
  std::vector<std::string> class_names;
  std::string terms;        ///< licence or terms, in words
  std::string source;       ///< where it comes from, in words
  std::string attribution;  ///< path of a longer list to show, or empty
};

/// Unknown keys are let be; a missing id, title or files is an error that names the entry.
std::expected<std::vector<CatalogueEntry>, Error> parse_catalogue(std::string_view json);
/// One entry as JSON, as it stands in the catalogue.
std::string write_entry(const CatalogueEntry& entry);
std::string write_catalogue(const std::vector<CatalogueEntry>& entries);

/// Gives a set that was loaded from the entry's files the entry's title, class names and, unless the set is a sample of
/// them (another number of images than entry.images), split. Errors: labels beyond the class names, fewer images than
/// the split speaks of.
std::expected<ImageSet, Error> apply_entry(const CatalogueEntry& entry, ImageSet set);

/// The entry's files, fetched, in the order of entry.files: checks lengths and checksums, decodes, and gives the set
/// the entry's title, class names and split.
std::expected<ImageSet, Error> assemble(const CatalogueEntry& entry, std::span<const NamedBytes> files,
                                        const DecodeOptions& options = {});

}  // namespace hourglass
