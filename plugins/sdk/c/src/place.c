#include "mitra/place.h"

#include <math.h>

// The Earth's mean radius, in kilometres. Source: IUGG, R1 of GRS 80.
#define EARTH_KM 6371.0088

static double radians(double degrees) { return degrees * 3.14159265358979323846 / 180; }

double mitra_kilometres(const mitra_place *from, const mitra_place *to) {
  double half_south = sin(radians(to->latitude - from->latitude) / 2);
  double half_east = sin(radians(to->longitude - from->longitude) / 2);
  double across = cos(radians(from->latitude)) * cos(radians(to->latitude));
  double square = half_south * half_south + across * half_east * half_east;
  return 2 * EARTH_KM * asin(sqrt(square > 1 ? 1 : square));
}
