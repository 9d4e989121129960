#include "gazetteer/pages.h"

#include <endian.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// Of the file's header: its magic string and where the size of a page and of its unused end stand.
#define HEADER_BYTES   100
#define PAGE_SIZE_AT   16
#define RESERVED_AT    20
#define PAGE_BYTES_MIN 512
#define USABLE_MIN     480
#define LARGEST_PAGE   65536u
// Kinds of pages, and the sizes of their heads.
#define INTERIOR_TABLE 0x05
#define LEAF_TABLE     0x0D
#define INTERIOR_HEAD  12
#define LEAF_HEAD      8
#define CELL_COUNT_AT  3
#define RIGHT_CHILD_AT 8
#define CHILD_BYTES    4
// Down to a row, and once more to the one before it. With two children a page, 32 levels have more pages than
// numbers can name.
#define LEVELS_MAX 64
// Serial type 0 is NULL, which stands for the row's own number; even ones from 12 on are blobs.
#define TYPE_NULL       0
#define TYPE_BLOB_FIRST 12

static uint32_t read_16(const unsigned char *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t read_32(const unsigned char *at)
{
    return read_16(at) << 16 | read_16(at + 2);
}

/** Up to eight bytes of 7 bits, high bits first, then one of 8. False where @p end comes first. */
static bool read_varint_by_bytes(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
    uint64_t value = 0;
    const unsigned char *from = *at;
    for (int i = 0; i < 9 && from < end; i++) {
        unsigned char byte = *from++;
        value = i < 8 ? value << 7 | (byte & 0x7F) : value << 8 | byte;
        if (byte >= 0x80 && i < 8) continue;
        *at = from;
        *out = value;
        return true;
    }
    return false;
}

/** The same, all bytes at once where there are so many: a search reads twenty, mostly of nine bytes. */
static inline bool read_varint(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
    const unsigned char *from = *at;
    if (end - from < 9) return read_varint_by_bytes(at, end, out);
    uint64_t bits;
    memcpy(&bits, from, sizeof bits);
    bits = be64toh(bits);
    const uint64_t last = ~bits & 0x8080808080808080u; // the top bit of each byte that ends a number
    const int length = last ? __builtin_clzll(last) / 8 + 1 : 9;
    if (last) bits >>= 64 - 8 * length;
    // Sevens of bits moved together: two, four, eight at a time.
    bits = (bits & 0x007F007F007F007Fu) | (bits & 0x7F007F007F007F00u) >> 1;
    bits = (bits & 0x00003FFF00003FFFu) | (bits & 0x3FFF00003FFF0000u) >> 2;
    bits = (bits & 0x000000000FFFFFFFu) | (bits & 0x0FFFFFFF00000000u) >> 4;
    *out = last ? bits : bits << 8 | from[8];
    *at = from + length;
    return true;
}

bool pages_view(pages *out, const void *bytes, size_t size)
{
    static const char magic[16] = "SQLite format 3";
    const unsigned char *header = bytes;
    *out = (pages){0};
    if (size < HEADER_BYTES || memcmp(header, magic, sizeof magic) != 0) return false;
    uint32_t page_bytes = read_16(header + PAGE_SIZE_AT);
    if (page_bytes == 1) page_bytes = LARGEST_PAGE;
    if (page_bytes < PAGE_BYTES_MIN || (page_bytes & (page_bytes - 1)) != 0) return false;
    uint32_t usable_bytes = page_bytes - header[RESERVED_AT];
    if (usable_bytes < USABLE_MIN) return false;
    *out = (pages){.bytes = bytes, .size = size, .page_bytes = page_bytes, .usable_bytes = usable_bytes};
    return true;
}

bool pages_map(pages *out, const char *path)
{
    *out = (pages){0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    void *bytes = MAP_FAILED;
    if (file >= 0 && fstat(file, &info) == 0 && info.st_size > 0)
        bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    if (bytes == MAP_FAILED) return false;
    if (pages_view(out, bytes, (size_t)info.st_size)) return true;
    munmap(bytes, (size_t)info.st_size);
    return false;
}

void pages_unmap(pages *p)
{
    pages_drop_nodes(p);
    // What was mapped is not written to through this pointer.
    if (p->bytes) munmap((void *)(uintptr_t)p->bytes, p->size);
    *p = (pages){0};
}

/** NULL where the file has no such page. The first is the schema's, and begins with the file's header. */
static const unsigned char *page_at(const pages *p, uint32_t number)
{
    if (number < 2 || number > p->size / p->page_bytes) return NULL;
    return p->bytes + (size_t)(number - 1) * p->page_bytes;
}

/** The cells of a page. */
typedef struct {
    const unsigned char *page, *end;
    const unsigned char *pointers;
    uint32_t count;
    bool is_leaf;
} node;

static bool open_node(const pages *p, uint32_t number, node *out)
{
    const unsigned char *page = page_at(p, number);
    if (!page || (page[0] != INTERIOR_TABLE && page[0] != LEAF_TABLE)) return false;
    bool is_leaf = page[0] == LEAF_TABLE;
    uint32_t head = is_leaf ? LEAF_HEAD : INTERIOR_HEAD, count = read_16(page + CELL_COUNT_AT);
    if (count * 2 > p->usable_bytes - head) return false;
    *out = (node){page, page + p->usable_bytes, page + head, count, is_leaf};
    return true;
}

/** Where a cell begins; NULL where that is not within the page. */
static const unsigned char *cell_at(const node *n, uint32_t index)
{
    const unsigned char *cell = n->page + read_16(n->pointers + 2 * (size_t)index);
    return cell > n->pointers && cell + CHILD_BYTES <= n->end ? cell : NULL;
}

/** The number that a cell has: on a leaf the row's, else the largest that may be in its child. */
static inline bool cell_number(const node *n, uint32_t index, bool is_leaf, int64_t *out)
{
    const unsigned char *at = cell_at(n, index);
    uint64_t value;
    if (!at) return false;
    if (!is_leaf)
        at += CHILD_BYTES;
    else if (!read_varint(&at, n->end, &value)) // its length
        return false;
    if (!read_varint(&at, n->end, &value)) return false;
    *out = (int64_t)value;
    return true;
}

/** The first cell whose number is not below the wanted one; the count where all are. */
static inline bool first_not_below(const node n, int64_t number, bool is_leaf, uint32_t *index)
{
    uint32_t low = 0, high = n.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int64_t there;
        if (!cell_number(&n, middle, is_leaf, &there)) return false;
        if (there < number)
            low = middle + 1;
        else
            high = middle;
    }
    *index = low;
    return true;
}

/** Page of the child before a cell, or, for the count, behind all; 0 where the page is broken. */
static uint32_t child_at(const node *n, uint32_t index)
{
    if (index == n->count) return read_32(n->page + RIGHT_CHILD_AT);
    const unsigned char *cell = cell_at(n, index);
    return cell ? read_32(cell) : 0;
}

// Enough for the inner pages of a hundred million places, were none to share a slot; a page whose slot is
// taken is read where it lies.
#define KEPT_NODES 1024

/** An inner page, unpacked. */
typedef struct {
    uint32_t page;
    uint32_t count;     ///< of the numbers; there is one child more. 0: the page is broken
    uint32_t *children; ///< behind the numbers
    int64_t numbers[];
} kept_node;

struct pages_nodes {
    kept_node *slots[KEPT_NODES]; ///< each page's is at its number modulo this
};

void pages_keep_nodes(pages *p)
{
    if (!p->nodes) p->nodes = calloc(1, sizeof *p->nodes);
}

void pages_drop_nodes(pages *p)
{
    for (size_t i = 0; p->nodes && i < KEPT_NODES; i++) free(p->nodes->slots[i]);
    free(p->nodes);
    p->nodes = NULL;
}

/** What is kept of a page; NULL where it is a leaf, broken, or its slot is another's. */
static const kept_node *keep_node(const pages *p, uint32_t page)
{
    kept_node **slot = &p->nodes->slots[page % KEPT_NODES];
    node n;
    if (*slot) return (*slot)->page == page && (*slot)->count ? *slot : NULL;
    if (!open_node(p, page, &n) || n.is_leaf) return NULL;
    kept_node *kept =
        malloc(sizeof *kept + n.count * (sizeof(int64_t) + sizeof(uint32_t)) + sizeof(uint32_t));
    if (!kept) return NULL;
    kept->page = page;
    kept->count = n.count;
    kept->children = (uint32_t *)(void *)(kept->numbers + n.count);
    for (uint32_t i = 0; i < n.count; i++) {
        if (!cell_number(&n, i, false, &kept->numbers[i])) kept->count = 0;
        kept->children[i] = child_at(&n, i);
    }
    kept->children[n.count] = child_at(&n, n.count);
    *slot = kept;
    return kept->count ? kept : NULL;
}

/** As first_not_below. */
static uint32_t first_kept_not_below(const kept_node *n, int64_t number)
{
    uint32_t low = 0, high = n->count;
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (n->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** How much of a payload stands in the cell itself; the rest is in overflow pages. */
static size_t local_bytes(const pages *p, uint64_t payload)
{
    const uint32_t usable = p->usable_bytes, most = usable - 35;
    if (payload <= most) return (size_t)payload;
    const uint32_t least = (usable - 12) * 32 / 255 - 23;
    const uint64_t fitting = least + (payload - least) % (usable - 4);
    return fitting <= most ? (size_t)fitting : least;
}

/** A payload that goes on in other pages, joined in the scope; NULL where these are not there. */
static const unsigned char *join(const pages *p, const unsigned char *local, size_t local_length,
                                 size_t payload, scope *s)
{
    unsigned char *joined = scope_alloc(s, payload);
    memcpy(joined, local, local_length);
    uint32_t number = read_32(local + local_length);
    for (size_t at = local_length; at < payload;) {
        const unsigned char *page = page_at(p, number);
        size_t length = p->usable_bytes - 4;
        if (!page) return NULL;
        if (length > payload - at) length = payload - at;
        memcpy(joined + at, page + 4, length);
        at += length;
        number = read_32(page);
    }
    return joined;
}

/** The blob of a leaf's cell. */
static pages_result read_row(const pages *p, const node *n, uint32_t index, scope *s, pages_row *out)
{
    const unsigned char *at = cell_at(n, index);
    uint64_t payload, number, head, key_type, type;
    if (!at || !read_varint(&at, n->end, &payload) || !read_varint(&at, n->end, &number))
        return PAGES_DAMAGED;
    // Longer than the file it is in.
    if (payload > p->size) return PAGES_DAMAGED;
    const size_t local = local_bytes(p, payload), link = local < payload ? CHILD_BYTES : 0;
    if (local + link > (size_t)(n->end - at)) return PAGES_DAMAGED;
    const unsigned char *record = link ? join(p, at, local, (size_t)payload, s) : at;
    if (!record) return PAGES_DAMAGED;
    const unsigned char *end = record + payload, *types = record;
    if (!read_varint(&types, end, &head) || !read_varint(&types, end, &key_type) ||
        !read_varint(&types, end, &type))
        return PAGES_DAMAGED;
    if (head != (uint64_t)(types - record) || key_type != TYPE_NULL || type < TYPE_BLOB_FIRST || type % 2 ||
        (type - TYPE_BLOB_FIRST) / 2 != (uint64_t)(end - types))
        return PAGES_DAMAGED;
    *out = (pages_row){types, (size_t)(end - types)};
    return PAGES_FOUND;
}

pages_result pages_find(const pages *p, uint32_t root, int64_t number, pages_wanted wanted, scope *s,
                        pages_row *out)
{
    uint32_t page = root, before = 0; // before: the subtree that ends where the one searched begins
    *out = (pages_row){0};
    for (int level = 0; level < LEVELS_MAX; level++) {
        node n;
        uint32_t index;
        int64_t there;
        const kept_node *kept = p->nodes ? keep_node(p, page) : NULL;
        if (kept) {
            index = first_kept_not_below(kept, number);
            if (index) before = kept->children[index - 1];
            page = kept->children[index];
            continue;
        }
        // Twice, so that what a page is is not asked again at each cell.
        if (!open_node(p, page, &n) || !(n.is_leaf ? first_not_below(n, number, true, &index)
                                                   : first_not_below(n, number, false, &index)))
            return PAGES_DAMAGED;
        if (!n.is_leaf) {
            if (index) before = child_at(&n, index - 1);
            page = child_at(&n, index);
            continue;
        }
        if (index < n.count) {
            if (!cell_number(&n, index, true, &there)) return PAGES_DAMAGED;
            if (there == number) return read_row(p, &n, index, s, out);
        }
        if (wanted == PAGES_SAME) return PAGES_NONE;
        if (index) return read_row(p, &n, index - 1, s, out);
        if (!before) return PAGES_NONE;
        // All of its numbers are below: its last row is wanted.
        page = before;
        before = 0;
    }
    return PAGES_DAMAGED;
}
