// What the sheet of two runs side by side remembers: which two, what the engine made of the images with each, where
// these stand on each map. Only memory stands here; compare_update.h keeps it up to date, studio/compare draws it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/protocol.h"
#include "model/network.h"
#include "studio/ink/pad_reader.h"
#include "studio/latent/code_plane.h"
#include "studio/latent/decode_grid.h"
#include "studio/latent/plane_motion.h"
#include "studio/latent/plane_points.h"
#include "studio/latent/plane_view.h"
#include "studio/latent/rebuild_list.h"
#include "studio/tiles/point_cloud.h"
#include "studio/tiles/tile_sheet.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

/// A run of the shelf as it was read, to be looked at.
struct ReadRun {
  bool asked = false;  ///< of the host
  Sentence why_none;   ///< why it cannot be had
  std::optional<Network> network;
  std::uint64_t weights = 0;  ///< another number for another network
  Experiment experiment;
  History history;
};

/// What the engine made of the images with a run's network.
struct ImagesSeen {
  /// Of which weights and which images.
  struct Of {
    std::uint64_t weights = 0;
    std::uint32_t dataset = 0;  ///< DatasetState::version
    command::Subset subset = command::Subset::held_out;
    bool operator==(const Of&) const = default;
  };
  Ticket ticket = 0;
  Of asked, known;
  double asked_at = -1e9;
  int width = 0;
  std::vector<float> codes;   ///< (n, width)
  std::vector<float> errors;  ///< (n): squared error of each reconstruction
  double error = 0;           ///< their mean
  std::uint32_t version = 0;
};

/// One of the two runs.
struct ComparedRun {
  explicit ComparedRun(std::size_t number_of_cloud) : cloud(number_of_cloud) {}

  std::string kept;  ///< its name on the shelf; empty: the run on the page
  ReadRun read;      ///< of a run of the shelf
  ImagesSeen images;

  CodePlane plane;
  std::vector<float> places;  ///< (n, 2), in its plane
  PlaneBox box;               ///< in which nearly all of them lie
  PlaneMotion to_view;        ///< from its plane to what both maps show
  MapPoints points;           ///< there
  PointCloud cloud;

  DecodeGrid sweep;
  TileSheet sweep_sheet;
  RebuildList samples;
  PadReader pointed, painted;  ///< what it makes of the image that is pointed at, and of the painting
};

struct CompareMemory {
  static constexpr int kSweepSide = 12;
  static constexpr int kSamples = 10;

  std::array<ComparedRun, 2> runs = {ComparedRun(1), ComparedRun(2)};
  std::uint64_t last_weights = 1ull << 32;  ///< beyond those of the page's run
  bool shown = false;                       ///< the sheet, in the last frame
  bool aligned = false;                     ///< the second map is turned towards the first
  MapView view;                             ///< of both: what both show is normed so that each fills -1 to 1

  // What both maps were last laid out of.
  std::array<std::uint32_t, 2> laid_out = {0, 0};
  bool laid_out_aligned = false;

  std::uint32_t samples_of = 0;  ///< DatasetState::version
  std::vector<std::uint32_t> samples;
  TileTexture samples_texture;
  std::array<std::uint64_t, 3> samples_painted = {};
  std::uint64_t samples_version = 0;

  // The image that is pointed at, on either map or by keys.
  int pointed = -1;
  std::uint32_t pointed_of = 0;  ///< DatasetState::version
  command::Subset pointed_subset = command::Subset::held_out;
  std::vector<std::uint8_t> pointed_pixels;  ///< (784); empty: not there yet
  Ticket pointed_ticket = 0;
  std::array<std::uint64_t, 3> pointed_read = {};
  std::uint64_t pointed_version = 0, pointed_known = 0, pointed_picture = 0;
  TileTexture pointed_texture;

  std::array<std::uint64_t, 3> painted_read = {};
  std::uint64_t painted_version = 0;
  TileTexture painted_texture;

  int sweep_tile = -1;     ///< under the pointer, on either sweep
  int sweep_tile_of = -1;  ///< on which
  double read_epoch = -1;  ///< under the pointer, of the curves
};

}  // namespace hourglass
