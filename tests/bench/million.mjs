// Writes an .xlsx of 50,000 rows × 20 columns: labels, categories, numbers and 100,000 formulas with their results.
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

function zip(parts) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const data = Buffer.from(text);
    const packed = deflateRawSync(data, { level: 6 });
    const path = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(0x5821, 12);
    header.writeUInt32LE(crc32(data), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(data.length, 22);
    header.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    files.push(header, path, packed);
    directory.push(entry, path);
    offset += header.length + path.length + packed.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

const letters = (n) => String.fromCharCode(65 + n);

function sheet(rows) {
  const lines = [];
  for (let r = 1; r <= rows; r++) {
    const cells = [`<c r="A${r}" t="s"><v>${50 + r - 1}</v></c>`, `<c r="B${r}" t="s"><v>${r % 50}</v></c>`];
    let sum = 0;
    for (let c = 2; c < 18; c++) {
      const value = ((r * 7919 + c * 104729) % 100000) / 100;
      sum += value;
      cells.push(`<c r="${letters(c)}${r}" s="1"><v>${value}</v></c>`);
    }
    cells.push(`<c r="S${r}" s="2"><f>SUM(C${r}:R${r})</f><v>${sum}</v></c>`);
    cells.push(`<c r="T${r}" s="1"><f>S${r}/16</f><v>${sum / 16}</v></c>`);
    lines.push(`<row r="${r}">${cells.join('')}</row>`);
  }
  return lines.join('');
}

export async function million(path, rows = 50_000) {
  const strings = [];
  for (let i = 0; i < 50; i++) strings.push(`Category ${i}`);
  for (let r = 1; r <= rows; r++) strings.push(`Line item ${r}`);
  return await book(path, sheet(rows), strings);
}

/** 1,000,000 numbers, their sums by row and running totals of these. */
export async function totals(path, rows = 50_000) {
  const lines = [];
  let total = 0;
  for (let r = 1; r <= rows; r++) {
    const cells = [];
    let sum = 0;
    for (let c = 0; c < 20; c++) {
      const value = (r * 31 + c * 17) % 1000;
      sum += value;
      cells.push(`<c r="${letters(c)}${r}"><v>${value}</v></c>`);
    }
    total += sum;
    cells.push(`<c r="U${r}"><f>SUM(A${r}:T${r})</f><v>${sum}</v></c>`);
    cells.push(`<c r="V${r}"><f>${r === 1 ? 'U1' : `V${r - 1}+U${r}`}</f><v>${total}</v></c>`);
    lines.push(`<row r="${r}">${cells.join('')}</row>`);
  }
  return await book(path, lines.join(''), []);
}

/** Writes a workbook of one sheet. */
async function book(path, data, strings) {
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relation = (id, kind, target) => `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
  const relations = (list) => `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`;
  const override = (part, kind) => `<Override PartName="/xl/${part}" ContentType="${type}.${kind}+xml"/>`;
  await writeFile(
    path,
    zip([
      ['[Content_Types].xml', `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('workbook.xml', 'sheet.main')}${override('worksheets/sheet1.xml', 'worksheet')}${override('styles.xml', 'styles')}${override('sharedStrings.xml', 'sharedStrings')}</Types>`],
      ['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
      ['xl/workbook.xml', `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Ledger" sheetId="1" r:id="rId1"/></sheets></workbook>`],
      ['xl/_rels/workbook.xml.rels', relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml') + relation('rId2', 'styles', 'styles.xml') + relation('rId3', 'sharedStrings', 'sharedStrings.xml'))],
      ['xl/styles.xml', `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="1" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`],
      ['xl/sharedStrings.xml', `${xml}<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((s) => `<si><t>${s}</t></si>`).join('')}</sst>`],
      ['xl/worksheets/sheet1.xml', `${xml}<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`],
    ]),
  );
  return path;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await million(process.argv[2] ?? 'million.xlsx', Number(process.argv[3] ?? 50_000));
}
