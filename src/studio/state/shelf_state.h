// The shelf as the studio knows it: the runs that are kept, as far as they are shown without being opened, and what is
// under way with them. What keeps them: engine/shelf.h, and web/src/keep on the page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/protocol.h"
#include "training/experiment.h"
#include "training/history.h"

namespace hourglass {

/// A run that is kept.
struct ShelvedRun {
  std::string id;
  std::string name;   ///< that the person has given it; empty: none
  bool gone = false;  ///< the person has taken it off the shelf: it can be put back until the page is opened again
  std::string preset;
  std::string images;          ///< the title of its data set
  std::uint32_t checksum = 0;  ///< of that set; 0: the run was kept before checksums were
  Experiment experiment;
  History history;  ///< thinned; the last point is the run's last
  double epoch = 0;
  double bytes = 0;  ///< that it takes of the browser's storage
  double since = 0;  ///< when it was last kept, by the clock of the studio; often before that began
  Bytes dots;        ///< x, y and class of some codes: its picture
  Sentence differs;  ///< from its preset: "10 numbers, Tanh"
  Sentence title;    ///< what it is called where all runs stand together: no two alike
};

/// A run of the shelf that becomes the present one: until its images are there.
struct OpenedRun {
  std::string id;
  std::string images;   ///< the id of its data set; empty: it is not to be had, and the run goes on with those at hand
  bool trains = false;  ///< it then goes on training
};

/// What was kept of a run's earlier epochs (map/map_trail.h), until its first codes are there.
struct KeptTrail {
  std::string id;  ///< the run
  Bytes bytes;
};

/// Settings that a person chose so shortly before the page went that the shelf did not have them yet.
struct UnkeptSettings {
  Experiment wanted;
  Experiment kept;  ///< what the shelf had of the run then: where it has others by now, they are the later ones
};

struct ShelfState {
  std::vector<ShelvedRun> runs;  ///< the newest first
  std::string sought;            ///< words that a run must have to be shown
  bool forgets = false;          ///< the button that forgets all was pressed once
  std::string renaming;          ///< the run whose name is being typed
  std::string asked;             ///< the run that the host was asked for
  bool asked_to_train = false;
  OpenedRun opened;
  KeptTrail trail;
  std::string returning;                 ///< the run that the page had before it was loaded again, until that is back
  std::optional<UnkeptSettings> unkept;  ///< of the run that returns
  std::string before;                    ///< the run whose place the present one took; undo brings it back
  std::uint64_t before_pad = 0;          ///< the pad's version at that moment: who has drawn since undoes the drawing
};

}  // namespace hourglass
