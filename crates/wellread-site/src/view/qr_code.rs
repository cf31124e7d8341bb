//! QR codes of addresses (ISO/IEC 18004).
//!
//! A code holds bytes, survives the loss of 15 %, as by a crease or a stain on paper (level M), and
//! always has the same mask: choosing the best of eight is most of the work, every reader reads all
//! of them (7.8), and the same address must give the same code. So codes of one size differ in
//! their data alone, and the rest is drawn once for each size.

use std::sync::OnceLock;

/// The version of the largest code: 65 modules on a side, each half a millimeter wide on paper,
/// which phones still read. It holds addresses of up to 287 bytes.
const LARGEST: usize = 12;

/// The modules on a side of the largest code.
pub(super) const LARGEST_SIZE: usize = size_of_version(LARGEST);

/// For each version, into how many blocks the codewords are divided, and how many of each block
/// correct errors (table 9, level M).
const BLOCKS: [(usize, usize); LARGEST] = [
    (1, 10),
    (1, 16),
    (1, 26),
    (2, 18),
    (2, 24),
    (4, 16),
    (4, 18),
    (4, 22),
    (5, 22),
    (5, 26),
    (5, 30),
    (8, 22),
];

/// What codes of one version have in common, made when a page first needs it.
static LAYOUTS: [OnceLock<Layout>; LARGEST] = [const { OnceLock::new() }; LARGEST];

/// The modules (squares) on a side of a code.
const fn size_of_version(version: usize) -> usize {
    version * 4 + 17
}

/// A QR code.
#[derive(Debug)]
pub(super) struct QrCode {
    /// The modules on a side.
    pub(super) size: usize,
    /// Whether each module is dark, by columns from the left, each from the top.
    pub(super) modules: Vec<bool>,
}

impl QrCode {
    /// The code of an address. `None` if it is too long for a code that a phone reads easily.
    pub(super) fn new(address: &str) -> Option<Self> {
        let mut layouts = (1..).zip(&LAYOUTS);
        let layout = layouts.find_map(|(version, layout)| {
            let layout = layout.get_or_init(|| Layout::new(version));
            layout.fits(address).then_some(layout)
        })?;
        let mut modules = layout.modules.clone();
        for (byte, places) in layout.codewords(address).into_iter().zip(layout.places.chunks(8)) {
            for (bit, &place) in (0..8).rev().zip(places) {
                modules[place] ^= (byte >> bit) & 1 == 1;
            }
        }
        Some(Self { size: layout.size, modules })
    }
}

/// What codes of one version have in common.
#[derive(Debug)]
struct Layout {
    /// The modules on a side.
    size: usize,
    /// All modules of a code whose codewords are zero, masked.
    modules: Vec<bool>,
    /// Where the bits of the codewords are among `modules`.
    places: Vec<usize>,
    /// How many codewords hold data.
    capacity: usize,
    /// Into how many blocks they are divided.
    blocks: usize,
    /// How many half bytes say how long the address is.
    count_length: usize,
    /// The polynomial by which a block is divided, without its first coefficient.
    generator: Vec<u8>,
}

impl Layout {
    fn new(version: usize) -> Self {
        let size = size_of_version(version);
        let patterns = Patterns::new(version).modules;
        let mut places = Vec::new();
        // In pairs of columns from the right, up and down in turn, around the timing pattern.
        for pair in (0..size / 2).rev() {
            let right = if pair < 3 { pair * 2 + 1 } else { pair * 2 + 2 };
            let is_upward = (right + 1) & 2 == 0;
            for step in 0..size {
                let y = if is_upward { size - 1 - step } else { step };
                let both = [right * size + y, (right - 1) * size + y];
                places.extend(both.into_iter().filter(|&place| patterns[place].is_none()));
            }
        }
        let masked = |place: usize| (place / size).is_multiple_of(3);
        let modules = patterns.iter().enumerate();
        let modules = modules.map(|(place, fixed)| fixed.unwrap_or_else(|| masked(place)));
        let (blocks, correcting) = BLOCKS[version - 1];
        Self {
            size,
            modules: modules.collect(),
            capacity: places.len() / 8 - blocks * correcting,
            places,
            blocks,
            count_length: if version < 10 { 2 } else { 4 },
            generator: generator(correcting),
        }
    }

    fn fits(&self, address: &str) -> bool {
        1 + self.count_length + address.len() * 2 <= self.capacity * 2
    }

    /// The codewords of an address in the order of their places: data, then what corrects errors.
    fn codewords(&self, address: &str) -> Vec<u8> {
        // The mode, which is "bytes", the length, the address, and zero for the end.
        let count = (0..self.count_length).rev().map(|at| ((address.len() >> (at * 4)) & 15) as u8);
        let halves = [4].into_iter().chain(count);
        let halves = halves.chain(address.bytes().flat_map(|byte| [byte >> 4, byte & 15]));
        let halves: Vec<u8> = halves.chain([0]).collect();
        let data = halves.chunks(2).map(|pair| (pair[0] << 4) | pair[1]);
        let padding = [0xec, 0x11].into_iter().cycle();
        let data: Vec<u8> = data.chain(padding).take(self.capacity).collect();

        // The last blocks are longer by one if the data cannot be divided evenly.
        let (shorter, longer_blocks) = (data.len() / self.blocks, data.len() % self.blocks);
        let (first, last) = data.split_at((self.blocks - longer_blocks) * shorter);
        let blocks: Vec<&[u8]> = first.chunks(shorter).chain(last.chunks(shorter + 1)).collect();
        let corrections: Vec<Vec<u8>> =
            blocks.iter().map(|block| remainder(block, &self.generator)).collect();
        // One of each block in turn.
        let data = (0..=shorter).flat_map(|at| blocks.iter().filter_map(move |one| one.get(at)));
        let corrections = (0..self.generator.len())
            .flat_map(|at| corrections.iter().filter_map(move |one| one.get(at)));
        data.chain(corrections).copied().collect()
    }
}

/// What all codes of a version show.
struct Patterns {
    size: usize,
    /// By columns. `None` where data goes.
    modules: Vec<Option<bool>>,
}

impl Patterns {
    fn new(version: usize) -> Self {
        let size = size_of_version(version);
        let mut patterns = Self { size, modules: vec![None; size * size] };
        // The timing patterns, which the others cover at their ends.
        for at in 0..size {
            patterns.set(6, at, at % 2 == 0);
            patterns.set(at, 6, at % 2 == 0);
        }
        // The finder patterns with the light space around them.
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            patterns.squares(x, y, 4, |distance| distance != 2 && distance != 4);
        }
        // The alignment patterns, but where finder patterns are.
        let centers = alignment_centers(version);
        let last = centers.last().copied().unwrap_or_default();
        for (&x, &y) in centers.iter().flat_map(|x| centers.iter().map(move |y| (x, y))) {
            if ![(6, 6), (6, last), (last, 6)].contains(&(x, y)) {
                patterns.squares(x, y, 2, |distance| distance != 1);
            }
        }
        patterns.draw_format();
        if version >= 7 {
            patterns.draw_version(version);
        }
        patterns
    }

    fn set(&mut self, x: usize, y: usize, is_dark: bool) {
        self.modules[x * self.size + y] = Some(is_dark);
    }

    /// Draws squares around a center, up to a distance from it, as far as the code goes.
    fn squares(&mut self, x: usize, y: usize, most: usize, is_dark: impl Fn(usize) -> bool) {
        let end = self.size - 1;
        for column in x.saturating_sub(most)..=(x + most).min(end) {
            for row in y.saturating_sub(most)..=(y + most).min(end) {
                self.set(column, row, is_dark(column.abs_diff(x).max(row.abs_diff(y))));
            }
        }
    }

    /// The level and the mask, twice, with what corrects errors in them (7.9).
    fn draw_format(&mut self) {
        // Level M is 0, and the mask is 2.
        let bits = with_correction(2, 10, 0x537) ^ 0x5412;
        let size = self.size;
        for at in 0..15 {
            let is_dark = (bits >> at) & 1 == 1;
            match at {
                0..6 => self.set(8, at, is_dark),
                6 | 7 => self.set(8, at + 1, is_dark),
                8 => self.set(7, 8, is_dark),
                _ => self.set(14 - at, 8, is_dark),
            }
            match at {
                0..8 => self.set(size - 1 - at, 8, is_dark),
                _ => self.set(8, size - 15 + at, is_dark),
            }
        }
        self.set(8, size - 8, true);
    }

    /// The version, twice, with what corrects errors in it (7.10).
    fn draw_version(&mut self, version: usize) {
        let bits = with_correction(version, 12, 0x1f25);
        for at in 0..18 {
            let (far, near) = (self.size - 11 + at % 3, at / 3);
            self.set(far, near, (bits >> at) & 1 == 1);
            self.set(near, far, (bits >> at) & 1 == 1);
        }
    }
}

/// Bits, and after them so many that correct errors: the remainder of a division by `divisor`.
const fn with_correction(bits: usize, length: usize, divisor: usize) -> usize {
    let (mut rest, mut step) = (bits, 0);
    while step < length {
        rest = (rest << 1) ^ ((rest >> (length - 1)) * divisor);
        step += 1;
    }
    (bits << length) | rest
}

/// Where the centers of alignment patterns are, from the left and from the top.
fn alignment_centers(version: usize) -> Vec<usize> {
    if version == 1 {
        return Vec::new();
    }
    let steps = version / 7 + 1;
    let step = (version * 4 + steps * 2 + 3) / (steps * 2) * 2;
    let from_end = (0..steps).rev().map(|at| size_of_version(version) - 7 - at * step);
    [6].into_iter().chain(from_end).collect()
}

/// The powers of 2 in the field of 256 elements in which codewords are numbers, twice over, so that
/// the sum of two logarithms finds its power.
const POWERS: [u8; 510] = {
    let (mut powers, mut power, mut at) = ([0; 510], 1, 0);
    while at < 510 {
        powers[at] = power as u8;
        power = (power << 1) ^ ((power >> 7) * 0x11d);
        at += 1;
    }
    powers
};

/// The logarithms to base 2 in that field; that of zero means nothing.
const LOGARITHMS: [u8; 256] = {
    let (mut logarithms, mut at) = ([0; 256], 0);
    while at < 255 {
        logarithms[POWERS[at] as usize] = at as u8;
        at += 1;
    }
    logarithms
};

/// The product of two elements of the field.
fn product(one: u8, other: u8) -> u8 {
    if one == 0 || other == 0 {
        return 0;
    }
    let logarithm = |element: u8| usize::from(LOGARITHMS[usize::from(element)]);
    POWERS[logarithm(one) + logarithm(other)]
}

/// The product of the terms `x - 2^n` for each `n` below `degree`, without its first coefficient.
fn generator(degree: usize) -> Vec<u8> {
    let mut coefficients = vec![0; degree];
    coefficients[degree - 1] = 1;
    for &power in POWERS.iter().take(degree) {
        for at in 0..degree {
            let next = coefficients.get(at + 1).copied().unwrap_or_default();
            coefficients[at] = product(coefficients[at], power) ^ next;
        }
    }
    coefficients
}

/// The codewords that correct errors in a block (Reed–Solomon, 7.5.2).
fn remainder(block: &[u8], generator: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; generator.len()];
    for byte in block {
        let factor = byte ^ rest[0];
        rest.copy_within(1.., 0);
        rest[generator.len() - 1] = 0;
        for (element, &coefficient) in rest.iter_mut().zip(generator) {
            *element ^= product(coefficient, factor);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use qrcodegen::{Mask, QrCodeEcc, QrSegment, Version};

    use super::*;

    #[test]
    fn codes_of_all_lengths_are_those_of_another_encoder() {
        for length in 1..=287 {
            let address: String = "https://example.org/a-b/".chars().cycle().take(length).collect();
            let expected = qrcodegen::QrCode::encode_segments_advanced(
                &[QrSegment::make_bytes(address.as_bytes())],
                QrCodeEcc::Medium,
                Version::MIN,
                Version::new(12),
                Some(Mask::new(2)),
                false,
            )
            .unwrap();
            let QrCode { size, modules } = QrCode::new(&address).unwrap();
            assert_eq!(size, expected.size() as usize, "{address}");
            for (x, column) in (0..).zip(modules.chunks(size)) {
                for (y, &is_dark) in (0..).zip(column) {
                    assert_eq!(is_dark, expected.get_module(x, y), "{address} {x} {y}");
                }
            }
        }
    }
}
