// A picture of the studio without a person: opens it, does what the arguments say in their order, saves what is seen.
// For the README, for reports, and for looking at a layout at every size.
#pragma once

namespace hourglass {

/// hourglass-window --picture OUT.png [--size 1440x900] [--scale 1] [--dark] [--touch] [--link QUERY] then any of, in
/// order: --open FILE...  --press ID  --set ID=VALUE  --key NAME  --point X,Y  --wait SECONDS. Returns the exit status.
int save_studio_picture(int argc, char** argv);

}  // namespace hourglass
