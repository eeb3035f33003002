// What the code map remembers: plane, view, points, trail, the probe under the pointer, the manifold's tiles, the path
// from A to B. Only memory stands here; map_update.h keeps it up to date, map.cpp and its neighbours draw it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/protocol.h"
#include "studio/latent/code_plane.h"
#include "studio/latent/code_trail.h"
#include "studio/latent/decode_grid.h"
#include "studio/latent/manifold.h"
#include "studio/latent/plane_points.h"
#include "studio/latent/plane_view.h"
#include "studio/state/image_map.h"
#include "studio/tiles/point_cloud.h"
#include "studio/tiles/tile_sheet.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

/// A place whose decoded image is shown: under the pointer, or pinned (by a key, or from the sweep).
struct MapProbe {
  bool on = false, pinned = false;
  bool again = false;   ///< the finger came down where it was pinned already
  bool hushed = false;  ///< a press has chosen an end of the path, and the pointer rests since
  double until = 0;     ///< when a pinned one goes by itself; 0: it stays
  std::vector<float> code;
  PlanePoint at;
  int near = -1;  ///< the point at the probe, found anew in each frame: points move

  std::vector<std::uint8_t> image;  ///< 784 grey, of decoded_code
  std::vector<float> decoded_code;
  std::uint64_t decoded_weights = 0;  ///< MapDecoder::version
  std::uint64_t version = 1;
  TileTexture texture, near_texture;

  // Of a variational code, the deviations of the numbers of the image at the probe; empty: not known.
  std::vector<float> deviations;

  // Training images are the engine's: the one under the pointer is asked for.
  Ticket near_ticket = 0;
  int near_asked = -1, near_known = -1;
  std::uint32_t near_of_dataset = 0;
  std::vector<std::uint8_t> near_pixels;  ///< of near_known

  // Where nothing is decoded: the images that look most like that one.
  Ticket alike_ticket = 0;
  int alike_asked = -1;
  command::Subset alike_subset = command::Subset::held_out;  ///< of what alike_asked is a place
  event::Images alike;                                       ///< of alike_known
  int alike_known = -1;
  std::uint64_t alike_version = 0;
  TileTexture alike_texture;
};

/// Where the painting stands on a map by t-SNE, which has no encoder: amid the images that look most like it.
struct PlacedPainting {
  Ticket ticket = 0;
  std::uint64_t asked_of = 0;  ///< PadMemory::reading
  std::uint32_t of_dataset = 0;
  command::Subset subset = command::Subset::held_out;
  std::vector<std::uint32_t> near;  ///< places of those images, the nearest first
  std::vector<float> distances;
};

/// The path from A to B, once both are chosen.
struct MapPath {
  std::vector<float> a, b;         ///< codes; empty: not chosen
  int a_class = -1, b_class = -1;  ///< whose middle they are; -1: a place
  bool open = false;               ///< its row is shown
  bool playing = true;
  double since = 0;  ///< when the morph began, moved on while it rests
  double rested_at = 0;
  DecodeGrid strip, morph;
  TileTexture strip_texture, morph_texture;
  bool complete() const { return !a.empty() && !b.empty(); }
  void clear() {
    a.clear(), b.clear();
    a_class = b_class = -1;
  }
};

/// One of the maps as a small picture.
struct SmallMap {
  std::uint64_t version = 0;
  std::vector<float> places;  ///< (n, 2)
  PlaneBox box;
};

struct MapMemory {
  enum View : int { map, sweep };
  int view_shown = map;
  MapKind kind = MapKind::autoencoder;
  bool manifold = true;
  bool principal = false;     ///< of wide codes: principal axes rather than two numbers
  bool numbers_open = false;  ///< the sliders of wide codes
  bool shapes = false;        ///< each class's points in a shape of their own
  bool saving_open = false;   ///< the row of what can be saved
  bool all_points = false;    ///< the view is fitted to all points rather than to where they are
  command::Subset subset = command::Subset::held_out;
  std::uint64_t hidden = 0;  ///< class_bit() of each hidden class

  CodePlane plane;                                       ///< of the map that is shown
  CodePlane code_plane_kept;                             ///< of the codes, while another map is shown
  MapKind laid_out = MapKind::autoencoder;               ///< whose places the points are: the last map that had some
  std::uint32_t laid_out_version = 0, laid_out_map = 0;  ///< likewise: ImageMap::version, drawn
  std::array<ImageMap, 2> image_maps;                    ///< PCA, t-SNE
  double perplexity = 30;                                ///< for the next t-SNE
  std::array<MapFigures, kMapKinds> figures;
  bool compare_open = false;  ///< the three maps side by side, with their figures
  bool measures = false;      ///< the figures are wanted by who shows them elsewhere: a lesson
  std::array<SmallMap, kMapKinds> small;
  TileTexture linked_texture;
  int linked = -1;        ///< the image that is pointed at, on whichever map
  double linked_at = -1;  ///< when it was last pointed at on a small map
  PlacedPainting painting;
  MapView view;
  std::optional<PlaneBox> view_kept;  ///< of the page before it was loaded again, until the points are there
  bool view_kept_alike = true;        ///< both axes had one scale
  MapPoints points;
  std::vector<float> low, high;  ///< of each of the code's numbers

  CodeTrail trail;
  int wound_back = -1;  ///< index into the trail; -1: the present
  double replay_from = -1;
  std::string trail_run;  ///< whose trail it is, by the name on the shelf
  command::Subset trail_subset = command::Subset::held_out;
  double trail_kept = -1e9;  ///< when it was last kept
  bool trail_news = false;   ///< it has grown since

  MapProbe probe;
  MapPath path;

  DecodeGrid tiles;
  TileSheet tiles_texture;
  ManifoldCells cells, presence_cells;  ///< of the tiles; of presence
  CodePlane cells_plane;
  std::vector<float> presence;  ///< of each of presence_cells (latent/manifold.h)
  std::uint64_t presence_of_points = 0;

  // Where nothing is decoded: in each of the cells, the image that is nearest to its middle.
  std::vector<int> cell_images;  ///< (cells), -1: none
  ManifoldCells cell_images_of;
  std::uint64_t cell_images_of_points = 0;
  std::uint32_t cell_of_dataset = 0;  ///< whose pixels these are
  Ticket cell_ticket = 0;
  std::vector<std::uint32_t> cell_asked,
      cell_known;                         ///< training images whose pixels the engine was asked for, or told
  std::vector<std::uint8_t> cell_pixels;  ///< (cell_known, 784)
  std::uint64_t cell_version = 0;
  TileTexture cell_texture;

  // What was last heard and asked.
  std::uint32_t codes_seen = 0, dataset_seen = 0;
  command::Subset subset_seen = command::Subset::held_out;
  double epoch_seen = -1;
  std::string run_seen;      ///< by its name on the shelf
  NetworkSpec network_seen;  ///< with data and seed: whose trail it is
  DataSettings data_seen;
  std::uint32_t seed_seen = 0;
  std::vector<std::string> names_seen;
  std::vector<unsigned> classes_seen;
  double follow_seconds = 0;
  command::Subset follow_subset = command::Subset::held_out;
  int follow_engine = -1;
  Ticket codes_ticket = 0;
  double codes_asked_at = -1e9;

  std::size_t outside = 0;  ///< points out of sight, of outside_points and outside_box
  std::uint64_t outside_points = 0;
  PlaneBox outside_box;

  PointCloud cloud{0};
};

}  // namespace hourglass
