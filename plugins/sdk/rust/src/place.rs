//! How far places are from one another.

/// The Earth's mean radius, in kilometres.
const EARTH_KM: f64 = 6_371.0;

/// Kilometres between two points, each latitude and longitude in degrees, along the great circle.
pub fn distance_km(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (from, to) = (one.0.to_radians(), other.0.to_radians());
    let across = (other.1 - one.1).to_radians();
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(to - from) + from.cos() * to.cos() * half(across);
    2.0 * EARTH_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_along_the_earth() {
        let (vijayawada, guntur) = ((16.5062, 80.6480), (16.3067, 80.4365));
        let km = distance_km(vijayawada, guntur);
        assert!((31.0..33.0).contains(&km), "{km}");
        assert!(distance_km(guntur, guntur) < 0.001);
    }
}
