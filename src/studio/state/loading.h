// Loading: the one set of images that is on its way, fetched by the page and then decoded by the engine, or the reason
// why it did not come. Until it has come, the set before it stays in use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/catalogue.h"
#include "data/options.h"
#include "engine/protocol.h"
#include "studio/tiles/tile_texture.h"
#include "training/experiment.h"

namespace hourglass {

/// Files that a person brought. The handles stay good as long as the set that was made of them is in use.
struct BroughtFiles {
  std::vector<std::string> names;
  std::vector<FileHandle> handles;  ///< one for each name; none where the bytes were handed over
  DecodeOptions options;            ///< with which they are read

  /// The other half of the set came: images and labels one after the other.
  void join(BroughtFiles other) {
    names.insert(names.end(), other.names.begin(), other.names.end());
    handles.insert(handles.end(), other.handles.begin(), other.handles.end());
  }
};

struct Loading {
  std::uint32_t request = 0;  ///< counts the requests for images: what is told of one is never taken for another's
  std::string id;             ///< catalogue id or file name; empty: nothing is on its way
  Sentence title;             ///< for the person
  Sentence doing;             ///< "Fetching", "Reading ..."
  double done = 0, total = 0;
  std::uint64_t images = 0;  ///< seen so far
  double since = 0;          ///< the clock's when it began
  bool fetching = false;     ///< the page fetches; otherwise the engine decodes
  bool stalled = false;      ///< nothing of it has come for a while
  std::uint32_t ticket = 0;  ///< of the engine's load; 0 while fetching
  Sentence failed;           ///< why, when it failed
  bool from_catalogue = false;
  BroughtFiles files = {};  ///< of the person's own
  /// What shall be trained on it, with the preset that it came from.
  std::optional<Experiment> experiment;
  std::string preset;
  bool keep_weights = false;  ///< the present network goes on with it

  bool active() const { return !id.empty() && failed.empty(); }
  double fraction() const { return total > 0 ? done / total : -1; }
};

/// What the engine asks about images that it has read, and the picture of a dozen of them.
struct AskedImages {
  std::optional<event::LoadAsks> told;  ///< while the person is asked
  std::uint32_t version = 0;            ///< grows with every question
  TileTexture texture;
};

/// The person's own files: how they are to be read, and those that were.
struct OwnImages {
  /// As many as the largest of the usual sets has, the Udacity course's notMNIST; and little enough for a telephone:
  /// 172 MB.
  static constexpr std::size_t kUsualMost = 220'000;

  DecodeOptions wanted = {.images = kUsualMost};
  BroughtFiles in_use;               ///< what the set in use was made of; empty when it is one of the catalogue
  BroughtFiles half;                 ///< labels that wait for their images
  std::uint32_t half_request = 0;    ///< Loading::request of those labels
  Sentence half_why;                 ///< the sentence that says so
  std::vector<CatalogueEntry> kept;  ///< from this visit or one before: they can be had without their files
};

}  // namespace hourglass
