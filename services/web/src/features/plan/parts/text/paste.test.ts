// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { write } from './form'
import { fromHtml } from './paste'

const pasted = (html: string) => write(fromHtml(html))

/** What a word processor puts on the clipboard, shortened. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">
<style><!-- p.MsoNormal {margin:0cm; font-family:"TH SarabunPSK"} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml><![endif]-->
</head><body lang="TH" style="tab-interval:36.0pt"><!--StartFragment-->
<h1 style="mso-line-height-rule:exactly"><span lang="TH">หลักการ<o:p></o:p></span></h1>
<p class="MsoNormal" style="text-indent:36.0pt"><b style="mso-bidi-font-weight:normal"><span
style="font-size:16.0pt">“ความโปร่งใส”</span></b><span style="mso-spacerun:yes">&nbsp; </span>คือ
หัวใจ<o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span
style="font-family:Symbol;mso-list:Ignore">·<span style="font:7.0pt 'Times New Roman'">&nbsp;&nbsp;
</span></span><![endif]>ข้อใหญ่<o:p></o:p></p>
<p class="MsoListParagraphCxSpMiddle" style="margin-left:72pt;mso-list:l0 level2 lfo1"><span
style="mso-list:Ignore">o<span>&nbsp;</span></span>ข้อย่อย</p>
<p class="MsoListParagraphCxSpLast" style="mso-list:l1 level1 lfo2"><span style="mso-list: Ignore">1.
<span>&nbsp;</span></span>ลำดับหนึ่ง</p>
<p class="MsoListParagraphCxSpLast" style="mso-list:l1 level1 lfo2"><span style="mso-list:Ignore">2)</span>ลำดับ<span style="color:red">สอง</span></p>
<p class="MsoListParagraph" style="mso-list:l2 level1 lfo3"><span style="mso-list:Ignore">๓.</span>เลขไทย</p>
<p class="MsoListParagraph" style="mso-list:l2 level1 lfo3"><span style="mso-list:Ignore">7.</span>เลขลอย</p>
<table class="MsoTableGrid"><tr><td><p>ปี</p></td><td><p>งบ<br>ประมาณ</p></td></tr>
<tr><td>๒๕๖๑</td><td>๑๐,๐๐๐</td></tr></table>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>`

test('a page of Word keeps headings, bold, lists of two levels and tables as text', () => {
  expect(pasted(WORD)).toBe(
    [
      '# หลักการ',
      '',
      '**“ความโปร่งใส”** คือ หัวใจ',
      '',
      '- ข้อใหญ่',
      '    - ข้อย่อย',
      '1. ลำดับหนึ่ง',
      '2. ลำดับสอง',
      '',
      '๓. เลขไทย',
      '',
      '7. เลขลอย',
      '',
      'ปี | งบประมาณ',
      '๒๕๖๑ | ๑๐,๐๐๐',
    ].join('\n'),
  )
})

test('lists of a web page are lists, deeper levels the second', () => {
  const html = `<ul><li>ก<ol start="1"><li>ข<ul><li>ค</li></ul></li><li>ง</li></ol></li><li>จ</li></ul>`
  expect(pasted(html)).toBe(['- ก', '    1. ข', '    - ค', '', '2. ง', '', '- จ'].join('\n'))
})

test('bold that is said not to be bold is not, and scripts are nothing', () => {
  const html = `<b style="font-weight:normal"><p>ธรรมดา <span style="font-weight:700">หนา</span></p></b>
<script>alert(1)</script><style>p{}</style><p>a<br>b</p>`
  expect(pasted(html)).toBe('ธรรมดา **หนา**\n\na\nb')
})

test('what would be read as a mark stays text', () => {
  expect(pasted('<p># ไม่ใช่หัวข้อ</p><p>- ไม่ใช่รายการ **</p>')).toBe(
    '\\# ไม่ใช่หัวข้อ\n\n\\- ไม่ใช่รายการ \\*\\*',
  )
})
